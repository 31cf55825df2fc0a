package ai.stigmer.agentrunner.model.status;

import static java.util.stream.Collectors.joining;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.AgentRunnerStatus;
import ai.stigmer.agentrunner.api.Phase;
import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.render.Labels;
import ai.stigmer.agentrunner.model.rule.Warning;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From what was found to what the status says. */
public final class Statuses {

    private Statuses() {}

    /**
     * The status of one look.
     *
     * @param found what is in the way; empty: the AgentRunner is as asked for
     * @param rollout how far the Deployment has come
     * @param workspace what is known of the claim
     * @param build what is known of the build
     * @param warnings to tell
     * @param now for transition times
     */
    public static AgentRunnerStatus of(
            AgentRunner runner,
            RunnerSpec spec,
            Optional<Finding> found,
            Rollout rollout,
            WorkspaceState workspace,
            BuildState build,
            List<Warning.Advice> warnings,
            Instant now) {
        var lost = lostPods(runner, rollout);
        var finding = lost ? found.map(Statuses::fewerPods) : found;
        var phase = phase(spec, finding, rollout, lost);
        var stalled = stalled(finding, rollout, phase);
        var ready = finding.isEmpty();
        var reason = finding.map(Finding::reason).orElse(spec.suspend() ? Reason.Suspended : Reason.Available);
        var message = finding.map(Finding::message).orElseGet(() -> message(spec, rollout));
        long generation = runner.getMetadata().getGeneration();
        var conditions = new Conditions(previous(runner), generation, now)
                .add(Conditions.READY, ready, reason, message)
                .addIf(!ready && !stalled, Conditions.RECONCILING, reason, message)
                .addIf(stalled, Conditions.STALLED, reason, message)
                .add(Conditions.AVAILABLE, rollout.serves(), available(spec, rollout), availableMessage(spec, rollout));
        workspace(conditions, workspace);
        image(conditions, finding, build, spec);
        warnings.stream()
                .findFirst()
                .ifPresent(first -> conditions.add(
                        Conditions.CONFIGURATION_WARNING,
                        true,
                        first.reason(),
                        warnings.stream()
                                .map(advice -> advice.problem().sentence())
                                .collect(joining("; "))));
        return new AgentRunnerStatus(
                generation,
                phase,
                spec.image().isKnown() ? spec.image().reference() : null,
                rollout.existing(),
                rollout.ready(),
                selector(spec.name()),
                workspace.status().orElse(null),
                build.status().orElse(null),
                conditions.list());
    }

    /**
     * Whether a status is worth a write. While pods are on their way, counts and the claim's binding are not: they go
     * with the next change.
     */
    public static boolean differ(AgentRunnerStatus before, AgentRunnerStatus after) {
        return switch (Objects.requireNonNull(after.phase())) {
            case Pending, Building, Progressing -> !withoutCounts(before).equals(withoutCounts(after));
            case Ready, Suspended, Degraded, Failed, Terminating -> !before.equals(after);
        };
    }

    /** Whether no status was ever written. */
    public static boolean isAbsent(@Nullable AgentRunnerStatus status) {
        return status == null
                || status.conditions() == null
                || status.conditions().isEmpty();
    }

    /** Whether a status says Ready. */
    public static boolean isReady(AgentRunnerStatus status) {
        return status.conditions() != null
                && status.conditions().stream()
                        .anyMatch(condition ->
                                Conditions.READY.equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    private static AgentRunnerStatus withoutCounts(AgentRunnerStatus status) {
        return new AgentRunnerStatus(
                status.observedGeneration(),
                status.phase(),
                status.image(),
                null,
                null,
                status.selector(),
                null,
                status.build(),
                status.conditions());
    }

    /** As many served as are wanted now, and some still do: that is no rollout and no scaling. */
    private static boolean lostPods(AgentRunner runner, Rollout rollout) {
        var before = runner.getStatus();
        return before != null
                && (before.phase() == Phase.Ready || before.phase() == Phase.Degraded)
                && before.replicas() != null
                && before.replicas() >= rollout.wanted()
                && rollout.wasComplete()
                && !rollout.complete()
                && rollout.serves();
    }

    private static Finding fewerPods(Finding finding) {
        return finding.gravity() == Finding.Gravity.MOVING
                ? Finding.moving("fewer pods are available than wanted, the others are starting")
                : finding;
    }

    private static Phase phase(RunnerSpec spec, Optional<Finding> finding, Rollout rollout, boolean lost) {
        if (finding.isEmpty()) {
            return spec.suspend() ? Phase.Suspended : Phase.Ready;
        }
        if (finding.get().reason() == Reason.Terminating) {
            return Phase.Terminating;
        }
        return switch (finding.get().gravity()) {
            case MOVING -> !spec.image().isKnown() ? Phase.Building : lost ? Phase.Degraded : Phase.Progressing;
            case REFUSED -> Phase.Failed;
            case WAITING ->
                rollout.serves() ? Phase.Degraded : rollout.deadlineExceeded() ? Phase.Failed : Phase.Pending;
            case BROKEN -> rollout.serves() ? Phase.Degraded : Phase.Failed;
        };
    }

    private static boolean stalled(Optional<Finding> finding, Rollout rollout, Phase phase) {
        return finding.isPresent()
                && (phase == Phase.Failed
                        || isFinal(finding.get())
                        || (phase == Phase.Degraded && rollout.deadlineExceeded()));
    }

    /** Whatever serves, a person must act: the same inputs are not built again, and a pod that is stuck stays so. */
    private static boolean isFinal(Finding finding) {
        return finding.reason() == Reason.ProgressDeadlineExceeded
                || (finding.reason() == Reason.BuildFailed && finding.gravity() == Finding.Gravity.BROKEN);
    }

    private static String message(RunnerSpec spec, Rollout rollout) {
        if (spec.suspend()) {
            return "suspended: no pods run, the workspace is kept";
        }
        return rollout.wanted() == 0
                ? "scaled to zero"
                : rollout.available() + "/" + rollout.wanted() + " pods available";
    }

    private static Reason available(RunnerSpec spec, Rollout rollout) {
        return rollout.serves() ? Reason.PodsAvailable : spec.suspend() ? Reason.Suspended : Reason.NoPodsAvailable;
    }

    private static String availableMessage(RunnerSpec spec, Rollout rollout) {
        if (rollout.serves()) {
            return "at least one pod is available";
        }
        return spec.suspend() ? "suspended: no pods run" : "no pod is available";
    }

    private static void workspace(Conditions conditions, WorkspaceState workspace) {
        workspace
                .finding()
                .ifPresentOrElse(
                        finding ->
                                conditions.add(Conditions.WORKSPACE_READY, false, finding.reason(), finding.message()),
                        () -> conditions.add(
                                Conditions.WORKSPACE_READY,
                                true,
                                Reason.WorkspaceUsable,
                                workspace
                                        .status()
                                        .map(status -> "claim " + status.claimName() + " is usable"
                                                + workspace
                                                        .remark()
                                                        .map(remark -> "; " + remark)
                                                        .orElse(""))
                                        .orElse("the workspace is ephemeral: it is deleted with its pod")));
    }

    private static void image(Conditions conditions, Optional<Finding> finding, BuildState build, RunnerSpec spec) {
        // While an image is built the last good one is as ready as it was.
        var broken = build.finding()
                .filter(f ->
                        f.gravity() != Finding.Gravity.MOVING || !spec.image().isKnown())
                .or(() ->
                        finding.filter(f -> f.reason() == Reason.ImagePullFailed || f.reason() == Reason.InvalidImage))
                .or(() -> finding.filter(f -> !spec.image().isKnown()));
        broken.ifPresentOrElse(
                f -> conditions.add(Conditions.IMAGE_READY, false, f.reason(), f.message()),
                () -> conditions.add(
                        Conditions.IMAGE_READY,
                        true,
                        Reason.ImageResolved,
                        "resolved to " + spec.image().reference()));
    }

    private static List<Condition> previous(AgentRunner runner) {
        return runner.getStatus() == null || runner.getStatus().conditions() == null
                ? List.of()
                : runner.getStatus().conditions();
    }

    private static String selector(String runner) {
        return Labels.selector(runner).entrySet().stream()
                .map(Map.Entry::toString)
                .collect(joining(","));
    }
}
