package ai.stigmer.agentrunner.model.status;

import ai.stigmer.agentrunner.model.render.Names;
import ai.stigmer.agentrunner.model.spec.ProbeSpec;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateRunning;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** How long a running container may take until its probes succeed, before that counts as a failure. */
final class ProbeGrace {
    /** Kubernetes' own defaults of periodSeconds and failureThreshold. */
    private static final int PERIOD_SECONDS = 10;

    private static final int FAILURES = 3;

    /** How a worker ends that is asked to stop: in good order, by SIGKILL, by SIGTERM. */
    private static final Set<Integer> STOPPED = Set.of(0, 137, 143);

    /** Timestamps of containers are whole seconds, and a busy node takes its time. */
    private static final Duration SLACK = Duration.ofSeconds(5);

    private ProbeGrace() {}

    /** The worker's container, if it runs and isn't ready. */
    static Optional<ContainerStatus> unready(Pod pod) {
        if (pod.getStatus() == null) {
            return Optional.empty();
        }
        return pod.getStatus().getContainerStatuses().stream()
                .filter(container -> Names.CONTAINER.equals(container.getName()))
                .filter(container -> !Boolean.TRUE.equals(container.getReady()))
                .filter(container -> runningSince(container).isPresent())
                .findFirst();
    }

    /** Time left, zero or less when it is over; empty where no probe is asked or none is waited for. */
    static Optional<Duration> left(ContainerStatus container, RunnerSpec spec, Instant now) {
        return spec.probes()
                .readiness()
                .flatMap(readiness ->
                        runningSince(container).map(since -> since.plus(budget(container, spec.probes(), readiness))))
                .map(end -> Duration.between(now, end));
    }

    /**
     * A probe's command that the image lacks counts neither as a success nor as a failure for the kubelet, so a startup
     * probe out of tries does not always end the container.
     */
    private static Duration budget(ContainerStatus container, ProbeSpec probes, Probe readiness) {
        if (probes.startup().isEmpty()) {
            return budget(readiness, failures(readiness) + 1);
        }
        var startup = budget(probes.startup().get());
        return startup.plus(Boolean.FALSE.equals(container.getStarted()) ? SLACK : budget(readiness, 1));
    }

    /**
     * Whether a run of the worker ended because its startup probe gave up. The cluster says so in an Event of the pod alone,
     * so it is read off how long the run took, how it ended, and that the pod was not ready in it.
     */
    static boolean endedByStartup(Pod pod, ContainerStatus container, ContainerStateTerminated end, RunnerSpec spec) {
        if (!Names.CONTAINER.equals(container.getName())
                || spec.probes().startup().isEmpty()
                || end.getExitCode() == null
                || !STOPPED.contains(end.getExitCode())
                || "OOMKilled".equals(end.getReason())
                || end.getStartedAt() == null
                || end.getFinishedAt() == null) {
            return false;
        }
        var startup = spec.probes().startup().get();
        var started = Instant.parse(end.getStartedAt());
        if (unreadySince(pod).filter(since -> since.isAfter(started)).isPresent()) {
            return false;
        }
        var ran = Duration.between(started, Instant.parse(end.getFinishedAt()));
        // The first try is made at once.
        var least = budget(startup, failures(startup) - 1).minus(SLACK);
        var most = budget(startup)
                .plusSeconds(spec.rollout().terminationGracePeriodSeconds())
                .plus(SLACK);
        return ran.compareTo(least) >= 0 && ran.compareTo(most) <= 0;
    }

    private static Optional<Instant> unreadySince(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .filter(condition -> "Ready".equals(condition.getType()))
                .map(PodCondition::getLastTransitionTime)
                .filter(Objects::nonNull)
                .map(Instant::parse)
                .findFirst();
    }

    private static int failures(Probe probe) {
        return probe.getFailureThreshold() == null ? FAILURES : probe.getFailureThreshold();
    }

    private static Duration budget(Probe probe) {
        return budget(probe, failures(probe));
    }

    private static Duration budget(Probe probe, int attempts) {
        long delay = probe.getInitialDelaySeconds() == null ? 0 : probe.getInitialDelaySeconds();
        long period = probe.getPeriodSeconds() == null ? PERIOD_SECONDS : probe.getPeriodSeconds();
        return Duration.ofSeconds(delay + period * attempts);
    }

    private static Optional<Instant> runningSince(ContainerStatus container) {
        return Optional.ofNullable(container.getState())
                .map(ContainerState::getRunning)
                .map(ContainerStateRunning::getStartedAt)
                .map(Instant::parse);
    }
}
