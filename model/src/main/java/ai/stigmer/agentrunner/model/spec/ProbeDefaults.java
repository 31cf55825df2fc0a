package ai.stigmer.agentrunner.model.spec;

import ai.stigmer.agentrunner.api.Probes;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The worker's own health command as the default of all three probes. Liveness asks only whether the process works: an
 * outage of Temporal must not restart pods.
 */
final class ProbeDefaults {
    private static final Probe STARTUP = command("--liveness")
            .withPeriodSeconds(5)
            .withTimeoutSeconds(5)
            .withFailureThreshold(8)
            .build();
    private static final Probe READINESS = command()
            .withPeriodSeconds(30)
            .withTimeoutSeconds(10)
            .withFailureThreshold(3)
            .build();
    private static final Probe LIVENESS = command("--liveness")
            .withPeriodSeconds(30)
            .withTimeoutSeconds(10)
            .withFailureThreshold(3)
            .build();

    private ProbeDefaults() {}

    static Optional<ProbeSet> complete(@Nullable Probes probes) {
        if (probes == null) {
            return Optional.of(new ProbeSet(STARTUP, READINESS, LIVENESS));
        }
        if (Boolean.TRUE.equals(probes.disabled())) {
            return Optional.empty();
        }
        return Optional.of(new ProbeSet(
                complete(probes.startup(), STARTUP),
                complete(probes.readiness(), READINESS),
                complete(probes.liveness(), LIVENESS)));
    }

    /** A probe with a handler is the user's own, whole; one without tunes the default. */
    private static Probe complete(@Nullable Probe given, Probe otherwise) {
        if (given == null) {
            return otherwise;
        }
        if (given.getExec() != null
                || given.getHttpGet() != null
                || given.getTcpSocket() != null
                || given.getGrpc() != null) {
            return given;
        }
        return new ProbeBuilder(given)
                .withExec(otherwise.getExec())
                .withPeriodSeconds(Absent.value(given.getPeriodSeconds(), otherwise.getPeriodSeconds()))
                .withTimeoutSeconds(Absent.value(given.getTimeoutSeconds(), otherwise.getTimeoutSeconds()))
                .withFailureThreshold(Absent.value(given.getFailureThreshold(), otherwise.getFailureThreshold()))
                .build();
    }

    private static ProbeBuilder command(String... flags) {
        return new ProbeBuilder()
                .withNewExec()
                .addToCommand("agent-runner", "health")
                .addToCommand(flags)
                .endExec();
    }
}
