package ai.stigmer.agentrunner.model.status;

import ai.stigmer.agentrunner.api.BuildPhase;
import ai.stigmer.agentrunner.api.BuildStatus;
import ai.stigmer.agentrunner.model.build.BuildReason;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the build.
 *
 * @param status for status.build; empty: nothing is built, or nothing was yet
 * @param requeueAfter when the passing of time alone may change that
 * @param finding why the image asked for isn't there; empty: it is
 */
public record BuildState(Optional<BuildStatus> status, Optional<Duration> requeueAfter, Optional<Finding> finding) {

    /** Nothing is built. */
    public static final BuildState NONE = new BuildState(Optional.empty(), Optional.empty());

    /** A state that no passing of time changes. */
    public BuildState(Optional<BuildStatus> status, Optional<Finding> finding) {
        this(status, Optional.empty(), finding);
    }

    /** Whether nothing keeps the build from beginning but the limit of concurrent builds. */
    public static boolean waitsForItsTurn(@Nullable BuildStatus status) {
        return status != null
                && status.phase() == BuildPhase.Queued
                && BuildReason.Queued.name().equals(status.reason());
    }

    /** Whether a build that has begun may lose its turn to one that waits. */
    public static boolean mayLoseItsTurn(@Nullable BuildStatus status) {
        return status != null
                && status.phase() == BuildPhase.Running
                && BuildReason.Unschedulable.name().equals(status.reason());
    }

    /** The last image that was built, {@code repository@digest}. */
    public Optional<String> image() {
        return status.map(BuildStatus::image);
    }
}
