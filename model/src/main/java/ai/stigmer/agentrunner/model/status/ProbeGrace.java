package ai.stigmer.agentrunner.model.status;

import ai.stigmer.agentrunner.model.render.Names;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateRunning;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long a running container may take until its probes succeed, before that counts as a failure. */
final class ProbeGrace {
    /** Kubernetes' own defaults of periodSeconds and failureThreshold. */
    private static final int PERIOD_SECONDS = 10;

    private static final int FAILURES = 3;

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
        return spec.probes().flatMap(probes -> runningSince(container).map(since -> {
            var budget = budget(probes.startup()).plus(budget(probes.readiness(), 1));
            return Duration.between(now, since.plus(budget));
        }));
    }

    private static Duration budget(Probe probe) {
        return budget(probe, probe.getFailureThreshold() == null ? FAILURES : probe.getFailureThreshold());
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
