package ai.stigmer.agentrunner.model.status;

import ai.stigmer.agentrunner.model.Messages;
import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.text.PlainText;
import ai.stigmer.agentrunner.model.text.VariableParts;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

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

    /** Their messages are mostly the API server's words, which name the port of a connection or the id of a request. */
    private static final Set<Reason> QUOTING =
            EnumSet.of(Reason.ApiServerError, Reason.ObjectRejected, Reason.PodForbidden);

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
        var told = Messages.shorten(PlainText.of(message), MESSAGE_CHARACTERS);
        conditions.add(new ConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason.name())
                .withMessage(QUOTING.contains(reason) ? asToldBefore(type, status, reason, told) : told)
                .withObservedGeneration(generation)
                .withLastTransitionTime(since)
                .build());
        return this;
    }

    /** What was told before, if nothing else differs than such a port or id: a status is not written for these. */
    private String asToldBefore(String type, String status, Reason reason, String message) {
        return previous.stream()
                .filter(condition -> type.equals(condition.getType())
                        && status.equals(condition.getStatus())
                        && reason.name().equals(condition.getReason())
                        && condition.getMessage() != null
                        && VariableParts.sameBut(condition.getMessage(), message))
                .findFirst()
                .map(Condition::getMessage)
                .orElse(message);
    }
}
