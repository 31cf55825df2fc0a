package ai.stigmer.agentrunner.model.status;

import ai.stigmer.agentrunner.model.Messages;
import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.text.PlainText;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The conditions of one status, in a fixed order; a transition time moves only when a status does. */
final class Conditions {
    static final String READY = "Ready";
    static final String RECONCILING = "Reconciling";
    static final String STALLED = "Stalled";
    static final String AVAILABLE = "Available";
    static final String WORKSPACE_READY = "WorkspaceReady";
    static final String IMAGE_READY = "ImageReady";
    static final String CONFIGURATION_WARNING = "ConfigurationWarning";

    /** Far more than people read: the API server's words may quote a whole field, and a status has to fit into etcd. */
    private static final int MESSAGE_CHARACTERS = 4000;

    private final List<Condition> conditions = new ArrayList<>();
    private final List<Condition> previous;
    private final long generation;
    private final Instant now;

    Conditions(List<Condition> previous, long generation, Instant now) {
        this.previous = previous;
        this.generation = generation;
        this.now = now;
    }

    Conditions add(String type, boolean status, Reason reason, String message) {
        return add(type, status ? "True" : "False", reason, message);
    }

    /** A condition that is present only when it is true. */
    Conditions addIf(boolean present, String type, Reason reason, String message) {
        return present ? add(type, true, reason, message) : this;
    }

    List<Condition> list() {
        return List.copyOf(conditions);
    }

    private Conditions add(String type, String status, Reason reason, String message) {
        var since = previous.stream()
                .filter(condition -> type.equals(condition.getType()) && status.equals(condition.getStatus()))
                .map(Condition::getLastTransitionTime)
                // A status that somebody wrote by hand may lack it.
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
        conditions.add(new ConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason.name())
                .withMessage(Messages.shorten(PlainText.of(message), MESSAGE_CHARACTERS))
                .withObservedGeneration(generation)
                .withLastTransitionTime(since)
                .build());
        return this;
    }
}
