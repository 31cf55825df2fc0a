package ai.stigmer.agentrunner.model.status;

import ai.stigmer.agentrunner.model.render.Annotations;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether a change of a pod can change what is told of its AgentRunner. A pod that starts as it should says nothing that
 * its Deployment doesn't: most looks at a rollout were for such pods.
 */
public final class PodChange {
    /** What every container waits for. */
    private static final Set<String> ORDINARY = Set.of("ContainerCreating", "PodInitializing");

    private PodChange() {}

    /**
     * All that is ever read of a pod that doesn't serve.
     *
     * @param isCurrent what decides whether it counts as one of the present rollout
     * @param trouble conditions and containers; empty for one that serves, or starts as it should
     */
    private record Relevant(List<Object> isCurrent, List<Object> trouble) {}

    /** Whether a pod that is seen for the first time is worth a reconcile. */
    public static boolean matters(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null
                || !told(pod).trouble().isEmpty();
    }

    /** Whether a change of a pod is worth a reconcile. */
    public static boolean matters(Pod before, Pod after) {
        return !told(before).equals(told(after));
    }

    private static Relevant told(Pod pod) {
        var metadata = pod.getMetadata();
        var status = pod.getStatus();
        var annotations = metadata.getAnnotations();
        List<Object> isCurrent = List.of(
                metadata.getDeletionTimestamp() != null,
                status != null && "Failed".equals(status.getPhase()),
                annotations == null ? "" : annotations.getOrDefault(Annotations.TEMPLATE, ""));
        if (status == null) {
            return new Relevant(isCurrent, List.of());
        }
        var containers = PodDiagnosis.containers(pod)
                .filter(container -> !serves(container) && !isBeingCreated(container))
                .toList();
        var conditions = status.getConditions().stream()
                .filter(condition -> isTrouble(condition, containers))
                .toList();
        return new Relevant(
                isCurrent,
                Stream.<Object>concat(conditions.stream(), containers.stream()).toList());
    }

    /** When a pod ceased to be ready matters where it is asked why a container ended. */
    private static boolean isTrouble(PodCondition condition, List<ContainerStatus> containers) {
        return switch (condition.getType()) {
            case "PodScheduled" ->
                "Unschedulable".equals(condition.getReason()) || "SchedulingGated".equals(condition.getReason());
            case "Ready" -> !containers.isEmpty();
            case null, default -> false;
        };
    }

    private static boolean serves(ContainerStatus container) {
        return Boolean.TRUE.equals(container.getReady()) && waiting(container).isEmpty();
    }

    private static boolean isBeingCreated(ContainerStatus container) {
        var last = container.getLastState();
        return waiting(container)
                        .map(ContainerStateWaiting::getReason)
                        .filter(ORDINARY::contains)
                        .isPresent()
                && (last == null || last.getTerminated() == null);
    }

    private static Optional<ContainerStateWaiting> waiting(ContainerStatus container) {
        return Optional.ofNullable(container.getState()).map(ContainerState::getWaiting);
    }
}
