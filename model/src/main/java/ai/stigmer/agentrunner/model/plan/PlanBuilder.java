package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.model.status.Finding;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A plan being made: the writes and deletes gathered so far, and the first finding, after which nothing is added. */
final class PlanBuilder {
    /** Marks an apply that must create: the API server refuses it with 409 where there is an object already. */
    private static final String CREATE = "1";

    private final List<Write> writes = new ArrayList<>();
    private final List<HasMetadata> deletes = new ArrayList<>();
    private Optional<Finding> obstacle = Optional.empty();

    boolean isOpen() {
        return obstacle.isEmpty();
    }

    void stop(Finding finding) {
        obstacle = obstacle.or(() -> Optional.of(finding));
    }

    /** Adds a write unless the live object is as desired already; says whether it is. */
    <T extends HasMetadata> boolean apply(T desired, Optional<T> live) {
        Comparison.stamp(desired);
        if (live.isPresent() && Comparison.unchanged(desired, live.get())) {
            return true;
        }
        live.ifPresentOrElse(
                object -> desired.getMetadata().setUid(object.getMetadata().getUid()),
                () -> desired.getMetadata().setResourceVersion(CREATE));
        writes.add(new Write(desired, Write.OPERATOR));
        return false;
    }

    /** Adds a write of an object that is made once and never changed. */
    void create(HasMetadata desired) {
        desired.getMetadata().setResourceVersion(CREATE);
        writes.add(new Write(desired, Write.OPERATOR));
    }

    void add(Write write) {
        writes.add(write);
    }

    void delete(HasMetadata object) {
        deletes.add(object);
    }

    List<Write> writes() {
        return writes;
    }

    List<HasMetadata> deletes() {
        return deletes;
    }

    Optional<Finding> obstacle() {
        return obstacle;
    }
}
