package ai.stigmer.agentrunner.cli.validation;

import ai.stigmer.agentrunner.cli.manifest.Place;
import java.util.Locale;

/**
 * One thing that is wrong with a manifest, or works and is probably not wanted.
 *
 * @param rule which, e.g. {@code wrong-type}; of what the operator would say, the reason, e.g. {@code PlainTextKey}
 * @param file as the user named it
 * @param object e.g. {@code AgentRunner agents/demo}; empty: the file is none
 * @param field e.g. {@code spec.env[0].name}; empty: all of it
 * @param message in the API server's words, or the operator's
 * @param fix what to write instead; empty: the message says it
 */
public record Finding(
        Severity severity,
        String rule,
        String file,
        Place place,
        String object,
        String field,
        String message,
        String fix) {

    /** How bad. */
    public enum Severity {
        /** It would be refused. */
        ERROR,
        /** It would be taken. */
        WARNING
    }

    /** Its severity as reports have it, {@code error} or {@code warning}. */
    String level() {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    /** The message, and what to write instead in a line of its own. */
    String text() {
        return message + (fix.isEmpty() ? "" : "\n" + fix);
    }

    /** Whether it would be refused. */
    public boolean isError() {
        return severity == Severity.ERROR;
    }
}
