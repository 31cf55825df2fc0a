package ai.stigmer.agentrunner.model.status;

import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Pods that have not ended, or wait at a scheduling gate, past {@code spec.rollout.progressDeadlineSeconds} and the grace
 * period. A Deployment's own deadline neither counts while it waits for old pods to end, nor for a pod that takes the
 * place of another after a rollout.
 */
final class StuckPods {
    private StuckPods() {}

    /** The first that is past its deadline, or past that of the Deployment. */
    static Optional<Finding> find(Rollout rollout, RunnerSpec spec, Instant now) {
        return candidates(rollout)
                .filter(pod -> (rollout.deadlineExceeded() && isLate(pod, now))
                        || left(pod, spec, now)
                                .filter(left -> !left.isPositive())
                                .isPresent())
                .findFirst()
                .map(pod -> Finding.broken(Reason.ProgressDeadlineExceeded, explain(pod, spec)));
    }

    /** Time left until the next one is past its deadline; empty: none is waited for. */
    static Optional<Duration> nextDeadline(Rollout rollout, RunnerSpec spec, Instant now) {
        return candidates(rollout)
                .flatMap(pod -> left(pod, spec, now).stream())
                .filter(Duration::isPositive)
                .min(Comparator.naturalOrder());
    }

    /** Those that end first: the others wait for them. */
    private static Stream<Pod> candidates(Rollout rollout) {
        return Stream.of(rollout.leaving(), rollout.current())
                .flatMap(pods -> pods.stream()
                        .sorted(Comparator.comparing(pod -> pod.getMetadata().getName())))
                .filter(pod -> isLeaving(pod) || isGated(pod));
    }

    private static boolean isGated(Pod pod) {
        return Stream.ofNullable(pod.getStatus())
                .flatMap(status -> status.getConditions().stream())
                .anyMatch(condition ->
                        "PodScheduled".equals(condition.getType()) && "SchedulingGated".equals(condition.getReason()));
    }

    private static Optional<Duration> left(Pod pod, RunnerSpec spec, Instant now) {
        var deadline = Duration.ofSeconds(spec.rollout().progressDeadlineSeconds());
        if (isLeaving(pod)) {
            // The API server writes there when the grace period ends.
            return Optional.of(Duration.between(
                    now, Instant.parse(pod.getMetadata().getDeletionTimestamp()).plus(deadline)));
        }
        var grace = Duration.ofSeconds(spec.rollout().terminationGracePeriodSeconds());
        return Optional.ofNullable(pod.getMetadata().getCreationTimestamp())
                .map(created -> Duration.between(
                        now, Instant.parse(created).plus(deadline).plus(grace)));
    }

    /** Its grace period is over; a pod that is gated has none. */
    private static boolean isLate(Pod pod, Instant now) {
        return !isLeaving(pod)
                || Instant.parse(pod.getMetadata().getDeletionTimestamp()).isBefore(now);
    }

    private static boolean isLeaving(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    private static List<String> gates(Pod pod) {
        return Stream.ofNullable(pod.getSpec())
                .flatMap(podSpec -> podSpec.getSchedulingGates().stream())
                .map(PodSchedulingGate::getName)
                .toList();
    }

    private static String explain(Pod pod, RunnerSpec spec) {
        var node = Optional.ofNullable(pod.getSpec()).map(PodSpec::getNodeName);
        var name = "pod " + pod.getMetadata().getName()
                + node.map(on -> " on node " + on).orElse("");
        var describe =
                "; see " + Commands.describe(spec, "pod", pod.getMetadata().getName());
        if (!isLeaving(pod)) {
            return name + " is not scheduled within " + limit(spec) + ", as it has the scheduling gates "
                    + String.join(", ", gates(pod)) + ": whoever set them must remove them" + describe;
        }
        var finalizers = pod.getMetadata().getFinalizers();
        return name + " was to end and has not ended within " + limit(spec)
                + (finalizers.isEmpty()
                        ? ": its node may be lost"
                                + node.map(on -> ", kubectl get node " + on + " shows it")
                                        .orElse("")
                                + ". Only where it certainly runs no more: kubectl delete pod --force -n "
                                + spec.namespace() + " " + pod.getMetadata().getName()
                        : ", as it has the finalizers " + String.join(", ", finalizers)
                                + ": whoever set them must remove them" + describe);
    }

    private static String limit(RunnerSpec spec) {
        return spec.rollout().progressDeadlineSeconds()
                + " s (spec.rollout.progressDeadlineSeconds) and its grace period";
    }
}
