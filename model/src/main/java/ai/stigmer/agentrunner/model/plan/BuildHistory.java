package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.BuildPhase;
import ai.stigmer.agentrunner.api.BuildStatus;
import ai.stigmer.agentrunner.api.FormerBuild;
import ai.stigmer.agentrunner.model.build.BuildHash;
import ai.stigmer.agentrunner.model.build.BuildReason;
import ai.stigmer.agentrunner.model.build.JobState;
import ai.stigmer.agentrunner.model.status.Finding;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the status remembers of an AgentRunner's builds: Jobs may be gone.
 *
 * @param latest the build that the status was about; empty: there was none
 * @param former those before it, the latest first
 */
record BuildHistory(Optional<BuildStatus> latest, List<FormerBuild> former) {
    private static final String SUPERSEDED = BuildReason.Superseded.name();

    static BuildHistory of(AgentRunner runner) {
        var status = runner.getStatus() == null ? null : runner.getStatus().build();
        return new BuildHistory(
                Optional.ofNullable(status),
                status == null || status.history() == null ? List.of() : List.copyOf(status.history()));
    }

    /** The last image that was built, by digest. */
    Optional<String> image() {
        return latest.map(BuildStatus::image);
    }

    /** The build of this very hash that the status was about. */
    Optional<BuildStatus> latest(String hash) {
        return latest.filter(build -> hash.equals(build.hash()));
    }

    /** Whether the latest build ran, and its Job is gone or {@linkplain JobState#isWaiting waits}. */
    boolean isGone(ObservedBuilds builds) {
        return latest.filter(build -> build.phase() == BuildPhase.Running)
                .filter(build -> builds.job(String.valueOf(build.name()))
                        .filter(job -> !JobState.of(job, builds.pods()).isWaiting())
                        .isEmpty())
                .isPresent();
    }

    /** The same, where that of this hash is asked for now: another that ran goes on no longer. */
    BuildHistory supersededBy(String hash, Instant now) {
        return new BuildHistory(
                latest.map(build -> build.phase() == BuildPhase.Running && !hash.equals(build.hash())
                        ? superseded(build, "superseded by another build", now)
                        : build),
                former);
    }

    /** The build of this very hash, where it failed: it would again. One that was cancelled is none. */
    Optional<BuildStatus> failure(String hash) {
        return latest(hash).filter(build -> build.phase() == BuildPhase.Failed && !isSuperseded(build));
    }

    /** What is left where nothing is to be built any more: of one that only waited, nothing where it would be all. */
    Optional<BuildStatus> cancelled(String message, Instant now) {
        return latest.filter(build -> build.phase() != BuildPhase.Queued || !former.isEmpty())
                .map(build -> build.phase() == BuildPhase.Queued || build.phase() == BuildPhase.Running
                        ? superseded(build, message, now)
                        : build);
    }

    /** The build that made the image which this hash asks for, with the history that goes with it. */
    Optional<BuildStatus> success(String hash, int limit, Instant now) {
        return latest.filter(build -> build.phase() == BuildPhase.Succeeded && isSame(build.hash(), hash))
                .or(() -> former.stream()
                        .filter(build -> build.phase() == BuildPhase.Succeeded && isSame(build.hash(), hash))
                        .findFirst()
                        .map(build -> again(build, limit, now)));
    }

    private BuildStatus again(FormerBuild build, int limit, Instant now) {
        return new BuildStatus(
                build.name(),
                build.hash(),
                BuildPhase.Succeeded,
                build.image(),
                build.commit(),
                build.startTime(),
                build.completionTime(),
                null,
                null,
                before(Objects.requireNonNull(build.hash()), limit, now));
    }

    /**
     * The builds before the one of this hash.
     *
     * @param limit how many to keep; the last good one stays in any case
     * @param now when one ended that still ran
     */
    List<FormerBuild> before(String hash, int limit, Instant now) {
        var all = Stream.concat(
                        latest.stream()
                                .filter(build -> build.phase() != BuildPhase.Queued)
                                .map(build -> asFormer(build, now)),
                        former.stream())
                .filter(build -> !hash.equals(build.hash()))
                .toList();
        var good = all.stream()
                .filter(build -> build.phase() == BuildPhase.Succeeded)
                .findFirst();
        var kept = new ArrayList<>(all.subList(0, Math.min(limit, all.size())));
        if (good.isPresent() && !kept.contains(good.get())) {
            kept.set(limit - 1, good.get());
        }
        return kept;
    }

    /** The names of the Jobs that a status tells of as former ones. */
    static Set<String> jobs(BuildStatus status) {
        return status.history() == null
                ? Set.of()
                : status.history().stream()
                        .map(build -> String.valueOf(build.name()))
                        .collect(Collectors.toSet());
    }

    /** The latest build, where this finding keeps it from beginning or going on: it waits, but for no turn. */
    Optional<BuildStatus> keptFromRunning(Finding finding, ObservedBuilds builds) {
        return latest.map(build -> build.phase() == BuildPhase.Queued || isGone(builds)
                ? with(build, BuildPhase.Queued, null, finding.reason().name(), finding.message())
                : build);
    }

    /** The status of a build that is cancelled, since the spec no longer asks for it. */
    static BuildStatus superseded(BuildStatus build, String message, Instant now) {
        return with(build, BuildPhase.Failed, seconds(now), SUPERSEDED, message);
    }

    private static BuildStatus with(
            BuildStatus build, BuildPhase phase, @Nullable String completion, String reason, String message) {
        return new BuildStatus(
                build.name(),
                build.hash(),
                phase,
                build.image(),
                null,
                build.startTime(),
                completion,
                reason,
                message,
                build.history());
    }

    private static FormerBuild asFormer(BuildStatus build, Instant now) {
        var ran = build.phase() == BuildPhase.Running;
        return new FormerBuild(
                build.name(),
                build.hash(),
                ran ? BuildPhase.Failed : build.phase(),
                build.phase() == BuildPhase.Succeeded ? build.image() : null,
                build.commit(),
                build.startTime(),
                ran ? seconds(now) : build.completionTime(),
                ran ? SUPERSEDED : build.reason());
    }

    static boolean isSuperseded(BuildStatus build) {
        return build.phase() == BuildPhase.Failed && SUPERSEDED.equals(build.reason());
    }

    private static boolean isSame(@Nullable String one, String other) {
        return one != null && BuildHash.isSameImage(one, other);
    }

    /** The format in which the API writes times. */
    static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
