package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.api.AgentRunnerStatus;
import ai.stigmer.agentrunner.api.Phase;
import ai.stigmer.agentrunner.model.status.Reason;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One Event for each transition: of a build, of Ready's reason where that says more, and into a warning. That a new
 * AgentRunner is on its way is none.
 */
final class PlannedEvents {

    private PlannedEvents() {}

    static List<PlannedEvent> between(AgentRunnerStatus before, AgentRunnerStatus after) {
        var events = new ArrayList<PlannedEvent>();
        var builds = BuildChange.between(before, after);
        builds.stream().map(PlannedEvents::of).forEach(events::add);
        var ready = condition(after, "Ready").orElseThrow();
        var last = condition(before, "Ready").map(Condition::getReason);
        var isOnItsWay = last.isEmpty() && after.phase() == Phase.Progressing;
        var isTold = builds.stream().anyMatch(change -> isToldBy(change, ready.getReason()));
        if (!isOnItsWay && !isTold && !last.equals(Optional.of(ready.getReason()))) {
            events.add(new PlannedEvent(type(after.phase()), ready.getReason(), ready.getMessage()));
        }
        var warning = condition(after, "ConfigurationWarning");
        var told = condition(before, "ConfigurationWarning").map(Condition::getMessage);
        warning.filter(condition -> !told.equals(Optional.of(condition.getMessage())))
                .ifPresent(condition ->
                        events.add(new PlannedEvent("Warning", condition.getReason(), condition.getMessage())));
        return events;
    }

    private static PlannedEvent of(BuildChange change) {
        var build = change.build();
        return switch (change.kind()) {
            case Started ->
                new PlannedEvent("Normal", "BuildStarted", "the image is being built by Job " + build.name());
            case Succeeded ->
                new PlannedEvent("Normal", "BuildSucceeded", "Job " + build.name() + " built " + build.image());
            case Failed -> new PlannedEvent("Warning", "BuildFailed", String.valueOf(build.message()));
            case Superseded ->
                new PlannedEvent(
                        "Normal",
                        "BuildSuperseded",
                        "Job " + build.name() + " was cancelled: it is not asked for any more");
        };
    }

    private static boolean isToldBy(BuildChange change, String reason) {
        return switch (change.kind()) {
            case Started -> reason.equals(Reason.Building.name());
            case Failed -> reason.equals(Reason.BuildFailed.name());
            case Succeeded, Superseded -> false;
        };
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
