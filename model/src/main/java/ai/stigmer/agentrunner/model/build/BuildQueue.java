package ai.stigmer.agentrunner.model.build;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;

/** Whose build begins next, where an installation lets only so many run at a time. */
public final class BuildQueue {

    private BuildQueue() {}

    /** An AgentRunner whose build runs. */
    public record Subject(String namespace, String name) {}

    /** One whose build waits, and since when. */
    public record Waiting(Subject subject, Instant since) {}

    /**
     * Those whose turn it is: of the namespace that has the fewest, the one that has waited longest.
     *
     * @param running those that have their turn
     * @param waiting in the order in which they came
     * @param most how many may run at a time
     */
    public static List<Subject> next(Collection<Subject> running, List<Waiting> waiting, int most) {
        var count = new HashMap<String, Integer>();
        running.forEach(subject -> count.merge(subject.namespace(), 1, Integer::sum));
        var left = new ArrayList<>(waiting);
        var next = new ArrayList<Subject>();
        while (running.size() + next.size() < most && !left.isEmpty()) {
            var first = left.stream()
                    .min(Comparator.comparing((Waiting one) ->
                                    count.getOrDefault(one.subject().namespace(), 0))
                            .thenComparing(Waiting::since))
                    .orElseThrow();
            left.remove(first);
            count.merge(first.subject().namespace(), 1, Integer::sum);
            next.add(first.subject());
        }
        return next;
    }
}
