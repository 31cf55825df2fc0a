package ai.stigmer.agentrunner.model.build;

import ai.stigmer.agentrunner.model.NamespacedName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;

/** Whose build begins next, where an installation lets only so many run at a time. */
public final class BuildQueue {

    private BuildQueue() {}

    /** An AgentRunner whose build waits, and since when. */
    public record Waiting(NamespacedName runner, Instant since) {}

    /**
     * How many may run at a time.
     *
     * @param all of all namespaces
     * @param perNamespace of each one
     */
    public record Limits(int all, int perNamespace) {}

    /**
     * Those whose turn it is: of the namespace that has the fewest, the one that has waited longest.
     *
     * @param running those that have their turn
     * @param waiting in the order in which they came
     */
    public static List<NamespacedName> next(Collection<NamespacedName> running, List<Waiting> waiting, Limits limits) {
        var count = new HashMap<String, Integer>();
        running.forEach(runner -> count.merge(runner.namespace(), 1, Integer::sum));
        var left = new ArrayList<>(waiting);
        var next = new ArrayList<NamespacedName>();
        while (running.size() + next.size() < limits.all()) {
            var first = left.stream()
                    .filter(one -> count.getOrDefault(one.runner().namespace(), 0) < limits.perNamespace())
                    .min(Comparator.comparing((Waiting one) ->
                                    count.getOrDefault(one.runner().namespace(), 0))
                            .thenComparing(Waiting::since));
            if (first.isEmpty()) {
                break;
            }
            left.remove(first.get());
            count.merge(first.get().runner().namespace(), 1, Integer::sum);
            next.add(first.get().runner());
        }
        return next;
    }
}
