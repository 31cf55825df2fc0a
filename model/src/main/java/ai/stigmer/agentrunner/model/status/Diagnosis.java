package ai.stigmer.agentrunner.model.status;

import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import ai.stigmer.agentrunner.model.text.ReportedMessages;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Why a Deployment isn't what it should be.
 *
 * @param finding what is in the way; empty: nothing, it is complete
 * @param requeueAfter when the passing of time alone may change that
 */
public record Diagnosis(Optional<Finding> finding, Optional<Duration> requeueAfter) {
    /** How a rejection names the pod (NewForbidden and NewInvalid in k8s.io/apimachinery). */
    private static final Pattern POD = Pattern.compile("^(?:pods \"[^\"]*\" is forbidden|Pod \"[^\"]*\" is invalid): ");

    /**
     * Reads the pods of the present rollout, then the Deployment's own conditions.
     *
     * @param workspace its claim; empty: it has none
     */
    public static Diagnosis of(
            Rollout rollout, RunnerSpec spec, Optional<PersistentVolumeClaim> workspace, Instant now) {
        if (rollout.complete()) {
            return new Diagnosis(Optional.empty(), Optional.empty());
        }
        if (spec.suspend()) {
            return new Diagnosis(Optional.of(Finding.moving("stopping the pods")), Optional.empty());
        }
        var waiting = Stream.of(
                        nextProbeDeadline(rollout, spec, now),
                        nextSchedulingDeadline(rollout, now),
                        StuckPods.nextDeadline(rollout, spec, now).map(left -> left.plusSeconds(1)))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
        return new Diagnosis(
                replicaFailure(rollout, spec)
                        .or(() -> pods(rollout, spec, workspace, now))
                        .or(() -> probes(rollout, spec, now))
                        .or(() -> StuckPods.find(rollout, spec, now))
                        .or(() -> Optional.of(moving(rollout, spec))),
                waiting);
    }

    /** The finding, where it is that the workspace's claim can't be used. */
    public Optional<Finding> ofWorkspace(Rollout rollout, RunnerSpec spec) {
        return finding.filter(
                found -> found.reason() == Reason.WaitingForClaim && PodClaims.isWorkspaceUnusable(rollout, spec));
    }

    /** What kept the ReplicaSet from making pods: quota or admission. */
    private static Optional<Finding> replicaFailure(Rollout rollout, RunnerSpec spec) {
        return rollout.condition("ReplicaFailure")
                .filter(condition -> "True".equals(condition.getStatus()))
                .flatMap(ReportedMessages::of)
                .map(message -> ofRefusedPod(message, spec));
    }

    private static Finding ofRefusedPod(String message, RunnerSpec spec) {
        var words = POD.matcher(message).replaceFirst("");
        return QuotaAdmission.finding(words, "the pod", spec)
                .orElseGet(() -> Finding.broken(
                        Reason.PodForbidden,
                        "the cluster rejects the pod: " + words + "; see "
                                + Commands.describe(spec, "deploy", spec.name())));
    }

    private static Optional<Finding> pods(
            Rollout rollout, RunnerSpec spec, Optional<PersistentVolumeClaim> workspace, Instant now) {
        return byName(rollout)
                .flatMap(pod -> PodDiagnosis.of(pod, spec, workspace, now).stream())
                .max(Comparator.comparing(Finding::gravity));
    }

    private static Optional<Finding> probes(Rollout rollout, RunnerSpec spec, Instant now) {
        return byName(rollout)
                .flatMap(pod -> ProbeGrace.unready(pod).stream())
                .filter(container -> ProbeGrace.left(container, spec, now)
                        .filter(left -> !left.isPositive())
                        .isPresent())
                .findFirst()
                .map(container -> ProbeFailure.of(container, spec));
    }

    private static Optional<Duration> nextProbeDeadline(Rollout rollout, RunnerSpec spec, Instant now) {
        return byName(rollout)
                .flatMap(pod -> ProbeGrace.unready(pod).stream())
                .flatMap(container -> ProbeGrace.left(container, spec, now).stream())
                .filter(Duration::isPositive)
                .min(Comparator.naturalOrder())
                .map(left -> left.plusSeconds(1));
    }

    private static Optional<Duration> nextSchedulingDeadline(Rollout rollout, Instant now) {
        return byName(rollout)
                .flatMap(pod -> PodDiagnosis.schedulingGrace(pod, now).stream())
                .min(Comparator.naturalOrder())
                .map(left -> left.plusSeconds(1));
    }

    private static Finding moving(Rollout rollout, RunnerSpec spec) {
        if (rollout.deadlineExceeded()) {
            return Finding.broken(
                    Reason.ProgressDeadlineExceeded,
                    "the pods did not become ready within " + spec.rollout().progressDeadlineSeconds()
                            + " s (spec.rollout.progressDeadlineSeconds); see " + Commands.describePods(spec));
        }
        if (rollout.paused()) {
            return Finding.waiting(
                    Reason.RollingOut,
                    "Deployment " + spec.name() + " is paused, so changes don't reach the pods; resume it with kubectl"
                            + " rollout resume -n " + spec.namespace() + " deploy/" + spec.name());
        }
        return Finding.moving("rolling out " + spec.image().reference());
    }

    private static Stream<Pod> byName(Rollout rollout) {
        return rollout.current().stream()
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()));
    }
}
