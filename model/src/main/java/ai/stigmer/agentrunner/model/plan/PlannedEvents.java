package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.api.AgentRunnerStatus;
import ai.stigmer.agentrunner.api.Phase;
import ai.stigmer.agentrunner.model.Reason;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One Event for each transition: of a build, of Ready's reason where that says more, and into a warning. That pods are on
 * their way to what the spec has come to say is none: what they come to is told.
 */
final class PlannedEvents {

    private PlannedEvents() {}

    static List<PlannedEvent> between(AgentRunnerStatus before, AgentRunnerStatus after) {
        var events = new ArrayList<PlannedEvent>();
        var builds = BuildChange.between(before, after);
        builds.stream().map(PlannedEvents::of).forEach(events::add);
        var ready = condition(after, "Ready").orElseThrow();
        var last = condition(before, "Ready").map(Condition::getReason);
        var isOnItsWay =
                after.phase() == Phase.Progressing && (last.isEmpty() || (isNew(before, after) && isRollingOut(ready)));
        var isTold = builds.stream().anyMatch(change -> isToldBy(change, reason(ready)));
        if (!isOnItsWay && !isTold && !last.equals(Optional.of(ready.getReason()))) {
            events.add(new PlannedEvent(type(after.phase()), reason(ready), ready.getMessage()));
        }
        var warning = condition(after, "ConfigurationWarning");
        var told = condition(before, "ConfigurationWarning").map(Condition::getMessage);
        warning.filter(condition -> !told.equals(Optional.of(condition.getMessage())))
                .ifPresent(condition ->
                        events.add(new PlannedEvent("Warning", reason(condition), condition.getMessage())));
        return events;
    }

    private static boolean isNew(AgentRunnerStatus before, AgentRunnerStatus after) {
        return !Objects.equals(before.observedGeneration(), after.observedGeneration());
    }

    private static boolean isRollingOut(Condition ready) {
        return reason(ready) == Reason.RollingOut;
    }

    private static PlannedEvent of(BuildChange change) {
        var build = change.build();
        return switch (change.kind()) {
            case Started ->
                new PlannedEvent("Normal", Reason.BuildStarted, "Job " + build.name() + " started building the image");
            case Succeeded ->
                new PlannedEvent("Normal", Reason.BuildSucceeded, "Job " + build.name() + " built " + build.image());
            case Failed -> new PlannedEvent("Warning", Reason.BuildFailed, String.valueOf(build.message()));
            case Superseded ->
                new PlannedEvent(
                        "Normal",
                        Reason.BuildSuperseded,
                        "Job " + build.name() + " was cancelled: the spec no longer asks for its image");
        };
    }

    private static boolean isToldBy(BuildChange change, Reason reason) {
        return switch (change.kind()) {
            case Started -> reason == Reason.Building;
            case Failed -> reason == Reason.BuildFailed;
            case Succeeded, Superseded -> false;
        };
    }

    /** Of a condition that was just made: all of those have one of ours. */
    private static Reason reason(Condition condition) {
        return Reason.valueOf(condition.getReason());
    }

    private static String type(@Nullable Phase phase) {
        return phase == Phase.Failed || phase == Phase.Degraded || phase == Phase.Pending ? "Warning" : "Normal";
    }

    private static Optional<Condition> condition(AgentRunnerStatus status, String type) {
        return status.conditions() == null
                ? Optional.empty()
                : status.conditions().stream()
                        .filter(condition -> type.equals(condition.getType()))
                        .findFirst();
    }
}
