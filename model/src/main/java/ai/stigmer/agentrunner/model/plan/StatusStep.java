package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.AgentRunnerStatus;
import ai.stigmer.agentrunner.model.render.Ownership;
import ai.stigmer.agentrunner.model.rule.Warning;
import ai.stigmer.agentrunner.model.rule.Warnings;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import ai.stigmer.agentrunner.model.status.Diagnosis;
import ai.stigmer.agentrunner.model.status.Finding;
import ai.stigmer.agentrunner.model.status.Statuses;
import ai.stigmer.agentrunner.model.status.WorkspaceState;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the status says of all that the steps have come to, and when to look again. */
final class StatusStep {
    /** For what no watch tells: a foreign object's removal, room in a quota, a claim made by others. */
    private static final Duration UNWATCHED = Duration.ofMinutes(1);

    /** For a right of the operator's own: who grants it waits for the effect. */
    private static final Duration UNGRANTED = Duration.ofSeconds(20);

    private static final AgentRunnerStatus NO_STATUS =
            new AgentRunnerStatus(null, null, null, null, null, null, null, null, null);

    private StatusStep() {}

    /** Nothing is done, and nothing told. */
    static Plan asBefore(AgentRunner runner, Duration requeueAfter) {
        return new PlanBuilder()
                .build(
                        Optional.ofNullable(runner.getStatus()).orElse(NO_STATUS),
                        false,
                        List.of(),
                        Optional.of(requeueAfter));
    }

    static Plan conclude(PlanContext context) {
        var observed = context.observed();
        var spec = context.specWithImage();
        var diagnosis = Diagnosis.of(context.rollout(), spec, context.claim(), context.now());
        var finding = finding(context, diagnosis);
        var after = Statuses.of(
                observed.runner(),
                spec,
                finding,
                context.rollout(),
                workspace(context, diagnosis, spec),
                context.build(),
                warnings(context),
                context.now());
        var before = Optional.ofNullable(observed.runner().getStatus()).orElse(NO_STATUS);
        var changed = Statuses.differ(before, after);
        return context.plan()
                .build(
                        changed ? after : before,
                        changed,
                        changed ? PlannedEvents.between(before, after) : List.of(),
                        requeueAfter(context, finding, diagnosis));
    }

    /** What kubectl has put into the pods is taken back, what others have is told. */
    private static List<Warning.Advice> warnings(PlanContext context) {
        var spec = context.spec();
        return Stream.of(
                        Warnings.of(spec, context.claim()).stream(),
                        MissingReferences.of(context).stream(),
                        context.observed().deployment().stream()
                                .filter(live -> Ownership.of(Optional.of(live), spec) == Ownership.OURS)
                                .flatMap(live -> PodSpecOwners.weakening(live, spec).stream()))
                .flatMap(advice -> advice)
                .toList();
    }

    /** A claim that looks usable isn't, where the scheduler says so. */
    private static WorkspaceState workspace(PlanContext context, Diagnosis diagnosis, RunnerSpec spec) {
        var workspace = context.workspace();
        return workspace.finding().isPresent()
                ? workspace
                : workspace.preferring(diagnosis.ofWorkspace(context.rollout(), spec));
    }

    /** What matters most of all that is in the way. */
    private static Optional<Finding> finding(PlanContext context, Diagnosis diagnosis) {
        return context.plan()
                .blocker()
                .or(context.workspace()::finding)
                // A claim that can't grow serves all the same: the pods go on, the status tells.
                .or(() -> Blockers.rejection(context.observed().rejections(), context.specWithImage()))
                .or(() -> Blockers.conflict(context.observed().conflicts(), context.specWithImage()))
                .or(() -> Stream.of(context.build().finding(), diagnosis.finding())
                        .flatMap(Optional::stream)
                        // Of two that are equally grave, the build's: what runs gives way to what is built.
                        .reduce((one, other) -> other.gravity().compareTo(one.gravity()) > 0 ? other : one));
    }

    private static Optional<Duration> requeueAfter(
            PlanContext context, Optional<Finding> finding, Diagnosis diagnosis) {
        if (context.observed().rejections().stream()
                .anyMatch(rejection -> rejection.missingRight().isPresent())) {
            return Optional.of(UNGRANTED);
        }
        // What keeps the workspace from use is told in the status too where something else comes first.
        return Stream.of(finding, context.workspace().finding(), context.build().finding())
                        .flatMap(Optional::stream)
                        .anyMatch(StatusStep::isUnwatched)
                ? Optional.of(UNWATCHED)
                : Stream.concat(
                                Stream.of(context.build().requeueAfter(), diagnosis.requeueAfter())
                                        .flatMap(Optional::stream),
                                context.observed().conflicts().stream().map(FieldConflict::until))
                        .min(Comparator.naturalOrder());
    }

    private static boolean isUnwatched(Finding finding) {
        return switch (finding.reason()) {
            case NameConflict, QuotaExceeded, WaitingForClaim, ClaimMismatch, PodForbidden, ObjectRejected -> true;
            // One that waits for a registry; one that has failed waits for a person.
            case BuildFailed -> finding.gravity() == Finding.Gravity.WAITING;
            default -> false;
        };
    }
}
