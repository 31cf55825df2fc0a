package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.model.render.Ownership;
import ai.stigmer.agentrunner.model.spec.ImageReference;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import ai.stigmer.agentrunner.model.status.BuildState;
import ai.stigmer.agentrunner.model.status.Rollout;
import ai.stigmer.agentrunner.model.status.WorkspaceState;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the steps of one plan start from, and what those before have come to. */
final class PlanContext {
    private final Observed observed;
    private final ResolvedSpec resolved;
    private final Set<String> knownUnchanged;
    private final Installation installation;
    private final Instant now;
    private final PlanBuilder plan = new PlanBuilder();

    private WorkspaceState workspace = WorkspaceState.EPHEMERAL;
    private Optional<PersistentVolumeClaim> claim = Optional.empty();
    private BuildState build = BuildState.NONE;
    private Optional<RunnerSpec> runnable = Optional.empty();
    private Rollout rollout;

    PlanContext(
            Observed observed,
            ResolvedSpec resolved,
            Set<String> knownUnchanged,
            Installation installation,
            Instant now) {
        this.observed = observed;
        this.resolved = resolved;
        this.knownUnchanged = knownUnchanged;
        this.installation = installation;
        this.now = now;
        this.rollout = Rollout.none(resolved.spec());
    }

    Observed observed() {
        return observed;
    }

    ResolvedSpec resolved() {
        return resolved;
    }

    /** As it was asked for; where an image is built, {@link #runnable} has the image. */
    RunnerSpec spec() {
        return resolved.spec();
    }

    Installation installation() {
        return installation;
    }

    Instant now() {
        return now;
    }

    PlanBuilder plan() {
        return plan;
    }

    /** Whether the live object of this kind needs no comparison: it was as desired, and nothing has changed since. */
    boolean isKnownUnchanged(String kind) {
        return knownUnchanged.contains(kind);
    }

    WorkspaceState workspace() {
        return workspace;
    }

    /** The claim in use, as it is or, if it is yet to be made, as it will be; empty: the workspace has none. */
    Optional<PersistentVolumeClaim> claim() {
        return claim;
    }

    List<String> claimModes() {
        return claim.map(used -> used.getSpec().getAccessModes()).orElse(List.of());
    }

    void workspace(WorkspaceState state, Optional<PersistentVolumeClaim> used) {
        workspace = state;
        claim = used;
    }

    BuildState build() {
        return build;
    }

    /** The spec with the image to run; empty: there is no image yet. */
    Optional<RunnerSpec> runnable() {
        return runnable;
    }

    void build(BuildState state, Optional<RunnerSpec> withImage) {
        build = state;
        runnable = withImage;
    }

    /** What the status is about: the image may be unknown. */
    RunnerSpec specWithImage() {
        return runnable.orElseGet(() -> spec().withImage(ImageReference.UNKNOWN));
    }

    Rollout rollout() {
        return rollout;
    }

    void rollout(Rollout state) {
        rollout = state;
    }

    /** Whether the object may be written; if not, the reason blocks the plan. */
    boolean mayWrite(String kind, Optional<? extends HasMetadata> live) {
        if (plan.isOpen()) {
            Blockers.ownership(Ownership.of(live, spec()), kind, spec().name(), spec())
                    .or(() -> Blockers.rejection(observed.rejections(), kind, spec().name(), spec()))
                    .or(() -> Blockers.conflict(observed.conflicts(), kind, spec().name(), spec()))
                    .ifPresent(plan::block);
        }
        return plan.isOpen();
    }

    /** One that may not be deleted is told of in the status and blocks nothing. */
    void deleteIfOurs(Optional<? extends HasMetadata> live) {
        live.filter(object -> plan.isOpen()).ifPresent(this::deleteThoughBlocked);
    }

    /** The same of one that nothing is to keep. */
    void deleteThoughBlocked(HasMetadata live) {
        if (Ownership.of(Optional.of(live), spec()) == Ownership.OURS && !observed.isRejected(live)) {
            plan.delete(live);
        }
    }
}
