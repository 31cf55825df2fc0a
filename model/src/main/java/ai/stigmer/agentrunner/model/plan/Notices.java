package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.api.AgentRunnerStatus;
import ai.stigmer.agentrunner.api.Phase;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One Event for each transition: of Ready's reason, and into a warning. That a new AgentRunner is on its way is none. */
final class Notices {

    private Notices() {}

    static List<Notice> between(AgentRunnerStatus before, AgentRunnerStatus after) {
        var notices = new ArrayList<Notice>();
        var ready = condition(after, "Ready").orElseThrow();
        var last = condition(before, "Ready").map(Condition::getReason);
        var isOnItsWay = last.isEmpty() && after.phase() == Phase.Progressing;
        if (!isOnItsWay && !last.equals(Optional.of(ready.getReason()))) {
            notices.add(new Notice(type(after.phase()), ready.getReason(), ready.getMessage()));
        }
        var warning = condition(after, "ConfigurationWarning");
        var told = condition(before, "ConfigurationWarning").map(Condition::getMessage);
        warning.filter(condition -> !told.equals(Optional.of(condition.getMessage())))
                .ifPresent(
                        condition -> notices.add(new Notice("Warning", condition.getReason(), condition.getMessage())));
        return notices;
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
