package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.api.AgentRunnerStatus;
import ai.stigmer.agentrunner.model.status.Finding;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The writes and deletes gathered so far, and the first finding that blocks: after it nothing is added. */
final class PlanBuilder {
    private final List<Write> writes = new ArrayList<>();
    private final List<HasMetadata> deletes = new ArrayList<>();
    private final Set<String> unchanged = new HashSet<>();
    private Optional<Finding> blocker = Optional.empty();

    boolean isOpen() {
        return blocker.isEmpty();
    }

    /** The first finding that blocks; empty: none. */
    Optional<Finding> blocker() {
        return blocker;
    }

    void block(Finding finding) {
        blocker = blocker.or(() -> Optional.of(finding));
    }

    /** Adds a write unless the live object is as desired already. */
    <T extends HasMetadata> void apply(T desired, Optional<T> live) {
        Comparison.stamp(desired);
        if (live.isEmpty()) {
            create(desired);
        } else if (Comparison.unchanged(desired, live.get())) {
            markUnchanged(desired.getKind());
        } else {
            desired.getMetadata().setUid(live.get().getMetadata().getUid());
            add(new Write(desired, Write.OPERATOR, false));
        }
    }

    /** Adds a write that takes over what kubectl owns, which the live object has besides what is desired. */
    void takeOver(Deployment desired, Deployment live) {
        Comparison.stamp(desired);
        desired.getMetadata().setUid(live.getMetadata().getUid());
        add(new Write(desired, Write.OPERATOR, false, true));
    }

    void create(HasMetadata desired) {
        add(new Write(desired, Write.OPERATOR, true));
    }

    void add(Write write) {
        writes.add(write);
    }

    void delete(HasMetadata object) {
        deletes.add(object);
    }

    /** The live object of this kind is as desired. */
    void markUnchanged(String kind) {
        unchanged.add(kind);
    }

    boolean isUnchanged(String kind) {
        return unchanged.contains(kind);
    }

    Plan build(
            AgentRunnerStatus status,
            boolean statusChanged,
            List<PlannedEvent> events,
            Optional<Duration> requeueAfter) {
        return new Plan(writes, deletes, unchanged, status, statusChanged, events, requeueAfter);
    }
}
