package ai.stigmer.agentrunner.model.plan;

import static java.util.stream.Collectors.joining;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.AgentRunnerStatus;
import ai.stigmer.agentrunner.model.render.DeploymentRenderer;
import ai.stigmer.agentrunner.model.render.DisruptionBudgetRenderer;
import ai.stigmer.agentrunner.model.render.NetworkPolicyRenderer;
import ai.stigmer.agentrunner.model.render.Ownership;
import ai.stigmer.agentrunner.model.rule.Policy;
import ai.stigmer.agentrunner.model.rule.Problem;
import ai.stigmer.agentrunner.model.rule.Warning;
import ai.stigmer.agentrunner.model.spec.ImageReference;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import ai.stigmer.agentrunner.model.spec.WorkspaceSpec;
import ai.stigmer.agentrunner.model.status.BuildState;
import ai.stigmer.agentrunner.model.status.Diagnosis;
import ai.stigmer.agentrunner.model.status.Finding;
import ai.stigmer.agentrunner.model.status.MissingRight;
import ai.stigmer.agentrunner.model.status.Reason;
import ai.stigmer.agentrunner.model.status.Rollout;
import ai.stigmer.agentrunner.model.status.Statuses;
import ai.stigmer.agentrunner.model.status.WorkspaceState;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimStatus;
import io.fabric8.kubernetes.api.model.Volume;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * From an {@link Observed} to a {@link Plan}: the same for the same input. What it remembers of former looks spares work
 * and decides nothing.
 */
public final class Planner {
    /** For what the operator isn't told of: a foreign object's removal, room in a quota, a claim made by others. */
    private static final Duration UNWATCHED = Duration.ofMinutes(1);

    /** For a right of the operator's own: who grants it waits for the effect. */
    private static final Duration UNGRANTED = Duration.ofSeconds(20);

    private static final String CLAIM = "PersistentVolumeClaim";
    private static final String DEPLOYMENT = "Deployment";

    private static final AgentRunnerStatus NO_STATUS =
            new AgentRunnerStatus(null, null, null, null, null, null, null, null, null);

    private final Installation installation;
    private final UnchangedCache looks = new UnchangedCache();

    /**
     * A planner for one installation.
     */
    public Planner(Installation installation) {
        this.installation = installation;
    }

    /**
     * A planner for an installation that leaves everything else as it is by default.
     *
     * @param policy what it allows
     */
    public Planner(Policy policy) {
        this(Installation.of(policy));
    }

    /**
     * What to do now.
     *
     * @param now for transition times and for deadlines of probes
     */
    public Plan plan(Observed observed, Instant now) {
        var meaning = looks.meaning(observed.runner(), runner -> ResolvedSpec.of(runner, installation.policy()));
        var spec = meaning.spec();
        var draft = new PlanBuilder();
        if (!meaning.refusals().isEmpty()) {
            draft.stop(Finding.refused(
                    Reason.NotAllowed,
                    meaning.refusals().stream().map(Problem::sentence).collect(joining("; "))));
        }
        var claim = claim(draft, spec, observed);
        networkPolicy(draft, spec, observed);
        if (spec.build().isPresent()) {
            Blockers.ownership(Ownership.of(observed.deployment(), spec), DEPLOYMENT, spec.name(), spec)
                    .ifPresent(draft::stop);
        }
        var build = BuildStep.take(draft, spec, observed, installation, now);
        var runnable = BuiltImage.choose(spec, build, observed.deployment());
        var rollout =
                runnable.map(known -> deployment(draft, known, observed, claim)).orElseGet(() -> Rollout.none(spec));
        runnable.ifPresent(known -> disruptionBudget(draft, known, observed));
        return conclude(
                observed,
                runnable.orElseGet(() -> spec.withImage(ImageReference.UNKNOWN)),
                draft,
                meaning.warnings(claim.map(c -> c.getSpec().getAccessModes()).orElse(List.of())),
                build,
                rollout,
                now);
    }

    /** The AgentRunner is gone for good. */
    public void forget(AgentRunner runner) {
        looks.forget(runner);
    }

    /** The claim in use, as it is or, if it is yet to be made, as it will be. */
    private Optional<PersistentVolumeClaim> claim(PlanBuilder draft, RunnerSpec spec, Observed observed) {
        switch (spec.workspace()) {
            case WorkspaceSpec.Ephemeral ephemeral -> {
                return Optional.empty();
            }
            case WorkspaceSpec.Existing existing -> {
                if (observed.existingClaim().isEmpty() && !isMounted(existing.claimName(), observed)) {
                    existing(spec, existing, observed).finding().ifPresent(draft::stop);
                }
                return observed.existingClaim();
            }
            case WorkspaceSpec.Claim wanted -> {
                return ownClaim(draft, spec, wanted, observed);
            }
        }
    }

    /** Pods that run without the claim must not give way to pods that wait for it. */
    private static boolean isMounted(String claim, Observed observed) {
        return observed.deployment().stream()
                .flatMap(live -> live.getSpec().getTemplate().getSpec().getVolumes().stream())
                .map(Volume::getPersistentVolumeClaim)
                .anyMatch(source -> source != null && claim.equals(source.getClaimName()));
    }

    private Optional<PersistentVolumeClaim> ownClaim(
            PlanBuilder draft, RunnerSpec spec, WorkspaceSpec.Claim wanted, Observed observed) {
        var obstacle = ClaimStep.obstacle(spec, wanted, observed);
        if (!isBeingSuspended(spec, observed)) {
            obstacle.ifPresent(draft::stop);
        }
        var live = observed.claim();
        var isUsable = draft.isOpen() && obstacle.isEmpty();
        if (isUsable && live.filter(claim -> isStillAsWanted(observed, claim)).isPresent()) {
            return live;
        }
        var desired = ClaimStep.desired(spec, wanted, live.filter(claim -> isUsable));
        if (isUsable && !Blockers.isRejected(desired, observed) && draft.apply(desired, live)) {
            live.ifPresent(claim -> looks.asWanted(observed.runner(), claim, claim.getSpec(), phase(claim)));
        }
        return live.or(() -> Optional.of(desired));
    }

    private boolean isStillAsWanted(Observed observed, PersistentVolumeClaim claim) {
        return looks.stillAsWanted(observed.runner(), claim, claim.getSpec(), phase(claim));
    }

    /** An unbound claim is not asked to grow. */
    private static List<Object> phase(PersistentVolumeClaim claim) {
        return Optional.ofNullable(claim.getStatus())
                .map(PersistentVolumeClaimStatus::getPhase)
                .map(List::<Object>of)
                .orElse(List.of());
    }

    /** Its pods may go whatever is wrong with the claim, which may be waiting for just that. */
    private static boolean isBeingSuspended(RunnerSpec spec, Observed observed) {
        return spec.suspend() && Ownership.of(observed.deployment(), spec) == Ownership.OURS;
    }

    private static void networkPolicy(PlanBuilder draft, RunnerSpec spec, Observed observed) {
        var live = observed.networkPolicy();
        spec.network()
                .policy()
                .ifPresentOrElse(
                        policy -> optional(draft, spec, observed, NetworkPolicyRenderer.render(spec, policy), live),
                        () -> remove(draft, spec, observed, live));
    }

    private static void disruptionBudget(PlanBuilder draft, RunnerSpec spec, Observed observed) {
        var live = observed.disruptionBudget();
        spec.budget()
                .ifPresentOrElse(
                        budget -> optional(draft, spec, observed, DisruptionBudgetRenderer.render(spec, budget), live),
                        () -> remove(draft, spec, observed, live));
    }

    private static <T extends HasMetadata> void optional(
            PlanBuilder draft, RunnerSpec spec, Observed observed, T desired, Optional<T> live) {
        if (permitted(draft, spec, observed, desired.getKind(), live)) {
            draft.apply(desired, live);
        }
    }

    /** One that may not be deleted is told of and keeps nothing else from being done. */
    private static void remove(
            PlanBuilder draft, RunnerSpec spec, Observed observed, Optional<? extends HasMetadata> live) {
        if (draft.isOpen()
                && Ownership.of(live, spec) == Ownership.OURS
                && !Blockers.isRejected(live.orElseThrow(), observed)) {
            draft.delete(live.orElseThrow());
        }
    }

    private static boolean permitted(
            PlanBuilder draft, RunnerSpec spec, Observed observed, String kind, Optional<? extends HasMetadata> live) {
        if (!draft.isOpen()) {
            return false;
        }
        Blockers.ownership(Ownership.of(live, spec), kind, spec.name(), spec)
                .or(() -> Blockers.rejection(observed.rejections(), kind, spec.name(), spec))
                .ifPresent(draft::stop);
        return draft.isOpen();
    }

    /** How far the Deployment has come once the draft is carried out. */
    private Rollout deployment(
            PlanBuilder draft, RunnerSpec spec, Observed observed, Optional<PersistentVolumeClaim> claim) {
        var ours = observed.deployment().filter(live -> Ownership.of(observed.deployment(), spec) == Ownership.OURS);
        var rolling = isRolling(spec, claim);
        var config = ConfigStep.hash(spec, observed);
        var permitted = permitted(draft, spec, observed, DEPLOYMENT, observed.deployment());
        if (permitted) {
            ReplicasStep.handOver(spec, ours).ifPresent(draft::add);
        }
        var others = List.<Object>of(rolling, config, spec.image());
        if (permitted
                && ours.filter(live -> looks.stillAsWanted(observed.runner(), live, live.getSpec(), others))
                        .isPresent()) {
            return Rollout.of(ours, ours.get(), true, true, observed.pods());
        }
        var desired = DeploymentRenderer.render(spec, ReplicasStep.of(spec, ours), rolling, config);
        var applied = permitted && draft.apply(desired, observed.deployment());
        if (applied) {
            ours.ifPresent(live -> looks.asWanted(observed.runner(), live, live.getSpec(), others));
        }
        return Rollout.of(ours, desired, permitted, applied, observed.pods());
    }

    /** Two pods must not share a volume unless it says that they may. */
    private static boolean isRolling(RunnerSpec spec, Optional<PersistentVolumeClaim> claim) {
        return switch (spec.rollout().strategy()) {
            case Recreate -> false;
            case RollingUpdate -> true;
            case Auto ->
                spec.workspace() instanceof WorkspaceSpec.Ephemeral
                        || claim.filter(c -> c.getSpec().getAccessModes().contains("ReadWriteMany"))
                                .isPresent();
        };
    }

    private static Plan conclude(
            Observed observed,
            RunnerSpec spec,
            PlanBuilder draft,
            List<Warning.Advice> warnings,
            BuildState build,
            Rollout rollout,
            Instant now) {
        var workspace = workspace(spec, observed);
        var diagnosis = Diagnosis.of(rollout, spec, now);
        var finding = draft.obstacle()
                .or(workspace::finding)
                // A claim that can't grow serves all the same: the pods go on, the status tells.
                .or(() -> Blockers.rejection(observed.rejections(), spec))
                .or(() -> Stream.of(build.finding(), diagnosis.finding())
                        .flatMap(Optional::stream)
                        // Of two that are equally grave, the build's: what runs gives way to what is built.
                        .reduce((one, other) -> other.gravity().compareTo(one.gravity()) > 0 ? other : one));
        var after = Statuses.of(observed.runner(), spec, finding, rollout, workspace, build, warnings, now);
        var before = Optional.ofNullable(observed.runner().getStatus()).orElse(NO_STATUS);
        var changed = Statuses.differ(before, after);
        return new Plan(
                draft.writes(),
                draft.deletes(),
                changed ? after : before,
                changed,
                changed ? PlannedEvents.between(before, after) : List.of(),
                requeueAfter(finding, workspace, build, observed, diagnosis));
    }

    private static WorkspaceState workspace(RunnerSpec spec, Observed observed) {
        return switch (spec.workspace()) {
            case WorkspaceSpec.Claim wanted -> {
                var state = WorkspaceState.of(spec, observed.claim());
                yield ClaimStep.obstacle(spec, wanted, observed)
                        .map(finding -> new WorkspaceState(state.status(), Optional.of(finding)))
                        .orElse(state);
            }
            case WorkspaceSpec.Existing existing -> existing(spec, existing, observed);
            case WorkspaceSpec.Ephemeral ephemeral -> WorkspaceState.of(spec, Optional.empty());
        };
    }

    private static WorkspaceState existing(RunnerSpec spec, WorkspaceSpec.Existing existing, Observed observed) {
        var state = WorkspaceState.of(spec, observed.existingClaim());
        return Blockers.rejection(observed.rejections(), CLAIM, existing.claimName(), spec)
                .map(finding -> new WorkspaceState(state.status(), Optional.of(finding)))
                .orElse(state);
    }

    /** What keeps the workspace from use is told in the status too where something else comes first. */
    private static Optional<Duration> requeueAfter(
            Optional<Finding> finding,
            WorkspaceState workspace,
            BuildState build,
            Observed observed,
            Diagnosis diagnosis) {
        if (observed.rejections().stream()
                .anyMatch(rejection -> MissingRight.in(rejection.message()).isPresent())) {
            return Optional.of(UNGRANTED);
        }
        var unwatched = Stream.of(finding, workspace.finding(), build.finding())
                .flatMap(Optional::stream)
                .anyMatch(told -> switch (told.reason()) {
                    case NameConflict, QuotaExceeded, WaitingForClaim, ClaimMismatch, PodForbidden -> true;
                    // One that waits for a registry; one that has failed waits for a person.
                    case BuildFailed -> told.gravity() == Finding.Gravity.WAITING;
                    default -> false;
                });
        return unwatched
                ? Optional.of(UNWATCHED)
                : Stream.of(build.requeueAfter(), diagnosis.requeueAfter())
                        .flatMap(Optional::stream)
                        .min(Comparator.naturalOrder());
    }
}
