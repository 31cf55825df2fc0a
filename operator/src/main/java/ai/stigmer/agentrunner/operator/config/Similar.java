package ai.stigmer.agentrunner.operator.config;

import ai.stigmer.agentrunner.model.EditDistance;
import java.util.Collection;
import java.util.Comparator;
import java.util.function.Function;

/** Finds the known name that is most like a mistyped one. */
final class Similar {

    private Similar() {}

    /**
     * @param known must not be empty
     */
    static <T> String to(String typed, Collection<T> known, Function<T, String> name) {
        return known.stream()
                .map(name)
                .min(Comparator.comparingInt(candidate -> EditDistance.between(typed, candidate)))
                .orElseThrow();
    }
}
