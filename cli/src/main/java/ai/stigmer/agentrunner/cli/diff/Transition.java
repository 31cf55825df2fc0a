package ai.stigmer.agentrunner.cli.diff;

import java.util.Optional;

/**
 * A value that changes.
 *
 * @param from empty: there is none yet
 */
public record Transition(Optional<String> from, String to) {

    /** E.g. {@code 1.4.2 -> 1.5.0}. */
    public String sentence() {
        return from.map(value -> value + " -> ").orElse("") + to;
    }
}
