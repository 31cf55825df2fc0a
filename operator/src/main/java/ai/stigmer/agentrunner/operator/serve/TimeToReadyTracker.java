package ai.stigmer.agentrunner.operator.serve;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.AgentRunnerStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The AgentRunners that this process has seen since before their first status and that have not been ready yet. */
public final class TimeToReadyTracker {
    /** Those deleted before they were ready stay; at this many all are forgotten, and only a few samples with them. */
    private static final int MOST = 10_000;

    private final Set<String> uids = ConcurrentHashMap.newKeySet();

    /** Notes one that has no status yet. */
    public void saw(AgentRunner runner) {
        if (conditions(runner.getStatus()).isEmpty()) {
            if (uids.size() >= MOST) {
                uids.clear();
            }
            uids.add(runner.getMetadata().getUid());
        }
    }

    /** A status was written: how long its AgentRunner took to become ready, the first time that it says so. */
    public Optional<Duration> wrote(AgentRunner runner, Instant now) {
        var ready = conditions(runner.getStatus()).stream()
                .anyMatch(condition -> "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
        return ready && uids.remove(runner.getMetadata().getUid())
                ? Optional.of(
                        Duration.between(Instant.parse(runner.getMetadata().getCreationTimestamp()), now))
                : Optional.empty();
    }

    private static List<Condition> conditions(@Nullable AgentRunnerStatus status) {
        return status == null || status.conditions() == null ? List.of() : status.conditions();
    }
}
