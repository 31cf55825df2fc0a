package ai.stigmer.agentrunner.model.status;

import ai.stigmer.agentrunner.model.render.Annotations;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a Deployment has come.
 *
 * @param wanted pods; 0 while suspended
 * @param existing pods of any rollout
 * @param updated pods of the present rollout
 * @param ready pods of the present rollout, at most as many as are wanted
 * @param available pods of any rollout; but where old pods stop before new ones start, of the present one only
 * @param observed whether the numbers are about the Deployment as it is wanted
 * @param conditions of the Deployment
 * @param current the pods of the present rollout that are to stay
 * @param leaving the pods of any rollout that are being deleted
 */
public record Rollout(
        int wanted,
        int existing,
        int updated,
        int ready,
        int available,
        boolean observed,
        List<DeploymentCondition> conditions,
        List<Pod> current,
        List<Pod> leaving) {

    /**
     * Reads it off the live Deployment.
     *
     * @param desired what was or is about to be applied
     * @param permitted whether it is, or something stands in the way
     * @param applied whether the live Deployment already is as desired
     */
    public static Rollout of(
            Optional<Deployment> live, Deployment desired, boolean permitted, boolean applied, List<Pod> pods) {
        var template =
                desired.getSpec().getTemplate().getMetadata().getAnnotations().get(Annotations.TEMPLATE);
        var current = pods.stream().filter(pod -> isCurrent(pod, template)).toList();
        var status = live.map(Deployment::getStatus);
        var observed = applied
                && status.isPresent()
                && zero(status.get().getObservedGeneration())
                        >= zero(live.orElseThrow().getMetadata().getGeneration());
        var updated = status.map(s -> zero(s.getUpdatedReplicas())).orElse(0);
        var available = status.map(s -> zero(s.getAvailableReplicas())).orElse(0);
        var allStop = permitted
                && isRecreate(desired)
                && live.filter(Rollout::isPaused).isEmpty();
        // Those that are still counted besides are being stopped, or will be as soon as the change is seen.
        var staying = observed ? updated : current.isEmpty() ? 0 : available;
        var wanted = wanted(live, desired);
        var existing = status.map(s -> zero(s.getReplicas())).orElse(0);
        // Of those that are ready the older ones are the last to go.
        var ready = !observed && current.isEmpty() && !pods.isEmpty()
                ? 0
                : status.map(s -> zero(s.getReadyReplicas())).orElse(0) - Math.max(0, existing - updated);
        return new Rollout(
                wanted,
                existing,
                updated,
                Math.clamp(ready, 0, wanted),
                allStop ? Math.min(available, staying) : available,
                observed,
                observed ? status.get().getConditions() : List.of(),
                current,
                pods.stream()
                        .filter(pod -> pod.getMetadata().getDeletionTimestamp() != null)
                        .toList());
    }

    /** There is no Deployment, and for want of an image there can't be one yet. */
    public static Rollout none(RunnerSpec spec) {
        var wanted = spec.suspend() ? 0 : spec.replicas().orElse(1);
        return new Rollout(wanted, 0, 0, 0, 0, false, List.of(), List.of(), List.of());
    }

    /** Every wanted pod is of the present rollout and available, and no other is left. */
    boolean complete() {
        return observed && updated == wanted && available == wanted && existing == wanted;
    }

    /** At least one pod serves, of whichever rollout. */
    public boolean serves() {
        return available > 0;
    }

    /** The present rollout was complete once: pods that are missing since were lost or are additional. */
    boolean wasComplete() {
        return condition("Progressing")
                .filter(condition -> "NewReplicaSetAvailable".equals(condition.getReason()))
                .isPresent();
    }

    /** The Deployment has had no progress for spec.rollout.progressDeadlineSeconds. */
    boolean deadlineExceeded() {
        return condition("Progressing")
                .filter(condition -> "ProgressDeadlineExceeded".equals(condition.getReason()))
                .isPresent();
    }

    /** Someone paused the Deployment. */
    boolean paused() {
        return condition("Progressing")
                .filter(condition -> "DeploymentPaused".equals(condition.getReason()))
                .isPresent();
    }

    Optional<DeploymentCondition> condition(String type) {
        return conditions.stream().filter(c -> type.equals(c.getType())).findFirst();
    }

    private static int wanted(Optional<Deployment> live, Deployment desired) {
        return Optional.ofNullable(desired.getSpec().getReplicas())
                .or(() -> live.map(deployment -> deployment.getSpec().getReplicas()))
                .orElse(1);
    }

    private static boolean isRecreate(Deployment desired) {
        return "Recreate".equals(desired.getSpec().getStrategy().getType());
    }

    private static boolean isPaused(Deployment live) {
        return Boolean.TRUE.equals(live.getSpec().getPaused());
    }

    private static boolean isCurrent(Pod pod, @Nullable String template) {
        var annotations = pod.getMetadata().getAnnotations();
        return pod.getMetadata().getDeletionTimestamp() == null
                && annotations != null
                && template != null
                && template.equals(annotations.get(Annotations.TEMPLATE))
                && (pod.getStatus() == null || !"Failed".equals(pod.getStatus().getPhase()));
    }

    private static int zero(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    private static long zero(@Nullable Long number) {
        return number == null ? 0 : number;
    }
}
