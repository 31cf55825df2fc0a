package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.api.AgentRunnerStatus;
import ai.stigmer.agentrunner.api.BuildPhase;
import ai.stigmer.agentrunner.api.BuildStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of a build between two statuses, to be told and counted once.
 *
 * @param build as it is now
 */
public record BuildChange(Kind kind, BuildStatus build) {

    /** What became of a build. */
    public enum Kind {
        /** Its Job was created. */
        Started,
        /** It pushed an image. */
        Succeeded,
        /** It failed. */
        Failed,
        /** Another took its place, or none. */
        Superseded
    }

    /** In the order in which it came about. */
    public static List<BuildChange> between(@Nullable AgentRunnerStatus before, AgentRunnerStatus after) {
        var last = Optional.ofNullable(before).map(AgentRunnerStatus::build);
        var build = after.build();
        if (build == null) {
            return List.of();
        }
        var changes = new ArrayList<BuildChange>();
        last.filter(former -> former.phase() == BuildPhase.Running && !isSame(former, build))
                .map(former -> new BuildChange(Kind.Superseded, former))
                .ifPresent(changes::add);
        if (last.filter(former -> isSame(former, build) && former.phase() == build.phase())
                .isEmpty()) {
            kind(last, build).map(kind -> new BuildChange(kind, build)).ifPresent(changes::add);
        }
        return changes;
    }

    private static Optional<Kind> kind(Optional<BuildStatus> last, BuildStatus build) {
        return switch (build.phase()) {
            case Running -> Optional.of(Kind.Started);
            // A former image that is asked for again was not built again.
            case Succeeded ->
                last.filter(former -> knows(former, build)).isPresent()
                        ? Optional.empty()
                        : Optional.of(Kind.Succeeded);
            // One that only waited was no build yet.
            case Failed ->
                !BuildHistory.isSuperseded(build)
                        ? Optional.of(Kind.Failed)
                        : last.filter(former -> former.phase() == BuildPhase.Running)
                                .map(former -> Kind.Superseded);
            case Queued -> Optional.empty();
            case null -> Optional.empty();
        };
    }

    private static boolean isSame(BuildStatus one, BuildStatus other) {
        return String.valueOf(one.name()).equals(other.name());
    }

    private static boolean knows(BuildStatus last, BuildStatus build) {
        return BuildHistory.jobs(last).contains(String.valueOf(build.name()));
    }

    /** From the Job's creation to its end; empty: not both are known. */
    public Optional<Duration> took() {
        return build.startTime() == null || build.completionTime() == null
                ? Optional.empty()
                : Optional.of(
                        Duration.between(Instant.parse(build.startTime()), Instant.parse(build.completionTime())));
    }
}
