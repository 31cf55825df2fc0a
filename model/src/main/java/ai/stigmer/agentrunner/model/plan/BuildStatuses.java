package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.api.BuildPhase;
import ai.stigmer.agentrunner.api.BuildStatus;
import ai.stigmer.agentrunner.model.build.Build;
import ai.stigmer.agentrunner.model.build.BuildReason;
import ai.stigmer.agentrunner.model.build.JobState;
import ai.stigmer.agentrunner.model.text.PlainText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What status.build says of a build in each of its phases. While there is no image of its own, the last good one stays.
 *
 * @param limit how many former builds it tells of
 */
record BuildStatuses(Build build, BuildHistory history, int limit, Instant now) {

    /** The status of a build that is not admitted yet. */
    BuildStatus queued(String message) {
        return withoutImage(BuildPhase.Queued, since(BuildPhase.Queued), null, BuildReason.Queued.name(), message);
    }

    /** The status of a build that gives up its turn: it waits for the next one once its Job is at rest. */
    BuildStatus withdrawn(String message) {
        return withoutImage(
                BuildPhase.Queued, since(BuildPhase.Queued), null, BuildReason.Unschedulable.name(), message);
    }

    /** The status of a build that no node has taken for so long that it may lose its turn. */
    BuildStatus unschedulable(@Nullable String since, String message) {
        return withoutImage(BuildPhase.Running, since, null, BuildReason.Unschedulable.name(), message);
    }

    /** The status of a build whose Job is created by the same plan. */
    BuildStatus beginning() {
        return withoutImage(BuildPhase.Running, since(BuildPhase.Running), null, null, null);
    }

    /**
     * Its Job is there.
     *
     * @param since when that was made
     * @param message told only where not all is well
     */
    BuildStatus running(@Nullable String since, JobState.Running running, String message) {
        var reason = running.lastTry().map(last -> last.reason().name());
        return withoutImage(
                BuildPhase.Running,
                since,
                null,
                reason.orElse(null),
                reason.isPresent() || running.obstacle().isPresent() ? message : null);
    }

    BuildStatus failed(@Nullable String since, JobState.Failed failed, String sentence) {
        return withoutImage(
                BuildPhase.Failed,
                since,
                failed.completionTime().orElse(null),
                failed.reason().name(),
                sentence);
    }

    BuildStatus succeeded(@Nullable String since, JobState.Succeeded succeeded) {
        return of(
                BuildPhase.Succeeded,
                build.output().pull() + "@" + succeeded.digest(),
                succeeded.commit().orElse(null),
                since,
                succeeded.completionTime().orElse(null),
                null,
                null);
    }

    private BuildStatus withoutImage(
            BuildPhase phase,
            @Nullable String since,
            @Nullable String completion,
            @Nullable String reason,
            @Nullable String message) {
        return of(phase, history.image().orElse(null), null, since, completion, reason, message);
    }

    private BuildStatus of(
            BuildPhase phase,
            @Nullable String image,
            @Nullable String commit,
            @Nullable String since,
            @Nullable String completion,
            @Nullable String reason,
            @Nullable String message) {
        var before = history.before(build.hash(), limit, now);
        return new BuildStatus(
                build.jobName(),
                build.hash(),
                phase,
                image,
                commit,
                since,
                completion,
                reason,
                message == null ? null : PlainText.of(message),
                before.isEmpty() ? null : before);
    }

    /** When the build came into this phase; now, if it just has. */
    private String since(BuildPhase phase) {
        return history.latest(build.hash())
                .filter(latest -> latest.phase() == phase)
                .map(BuildStatus::startTime)
                .orElseGet(() -> BuildHistory.seconds(now));
    }
}
