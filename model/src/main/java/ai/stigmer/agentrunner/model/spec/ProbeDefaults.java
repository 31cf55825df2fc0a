package ai.stigmer.agentrunner.model.spec;

import ai.stigmer.agentrunner.api.ProbeCheck;
import ai.stigmer.agentrunner.api.Probes;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is asked of a worker whose AgentRunner has no probes of its own. An outage of Temporal must not restart pods. */
final class ProbeDefaults {
    static final List<String> LIVENESS_COMMAND = List.of("agent-runner", "health", "--liveness");

    /**
     * For any image with a shell and grep: among the pod's TCP connections (proc(5), /proc/net/tcp: the other end's address,
     * its port in hexadecimal, and 01 for established) is one to Temporal's port. It takes about 5 ms.
     */
    static final List<String> CONNECTION_COMMAND = List.of(
            "sh",
            "-c",
            "grep -qs \"$(printf ':%04X 01 ' \"${TEMPORAL_SERVICE_ADDRESS##*:}\")\" /proc/net/tcp /proc/net/tcp6 || {"
                    + " echo \"no established connection to the port of Temporal at $TEMPORAL_SERVICE_ADDRESS\"; exit 1; }");

    /**
     * The worker's own health command, as all three: liveness and startup ask only whether the process works.
     */
    private static final Defaults AGENT_RUNNER = new Defaults(
            Optional.of(probe(LIVENESS_COMMAND, 5, 5, 8)),
            probe(List.of("agent-runner", "health"), 30, 10, 3),
            Optional.of(probe(LIVENESS_COMMAND, 30, 10, 3)));

    /** As readiness alone: either of the others would restart the pods of a Temporal that is away. */
    private static final Defaults CONNECTION =
            new Defaults(Optional.empty(), probe(CONNECTION_COMMAND, 10, 5, 3), Optional.empty());

    private ProbeDefaults() {}

    private record Defaults(Optional<Probe> startup, Probe readiness, Optional<Probe> liveness) {}

    static ProbeSpec complete(@Nullable Probes given) {
        var probes = given == null ? new Probes(null, null, null, null, null) : given;
        if (Boolean.TRUE.equals(probes.disabled())) {
            return new ProbeSpec(Optional.empty(), Optional.empty(), Optional.empty(), written(probes));
        }
        var defaults = probes.check() == ProbeCheck.TemporalConnection ? CONNECTION : AGENT_RUNNER;
        var startup = complete(probes.startup(), defaults.startup());
        var liveness = complete(probes.liveness(), defaults.liveness());
        var unused = new LinkedHashMap<String, Boolean>();
        unused.put("startup", probes.startup() != null && startup.isEmpty());
        unused.put("liveness", probes.liveness() != null && liveness.isEmpty());
        return new ProbeSpec(
                startup, complete(probes.readiness(), Optional.of(defaults.readiness())), liveness, names(unused));
    }

    private static List<String> written(Probes probes) {
        var written = new LinkedHashMap<String, Boolean>();
        written.put("check", probes.check() != null);
        written.put("startup", probes.startup() != null);
        written.put("readiness", probes.readiness() != null);
        written.put("liveness", probes.liveness() != null);
        return names(written);
    }

    private static List<String> names(Map<String, Boolean> chosen) {
        return chosen.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** A probe with a handler is the user's own, whole; one without tunes the default, where there is one. */
    private static Optional<Probe> complete(@Nullable Probe given, Optional<Probe> otherwise) {
        if (given == null) {
            return otherwise;
        }
        if (given.getExec() != null
                || given.getHttpGet() != null
                || given.getTcpSocket() != null
                || given.getGrpc() != null) {
            return Optional.of(given);
        }
        return otherwise.map(probe -> new ProbeBuilder(given)
                .withExec(probe.getExec())
                .withPeriodSeconds(Absent.value(given.getPeriodSeconds(), probe.getPeriodSeconds()))
                .withTimeoutSeconds(Absent.value(given.getTimeoutSeconds(), probe.getTimeoutSeconds()))
                .withFailureThreshold(Absent.value(given.getFailureThreshold(), probe.getFailureThreshold()))
                .build());
    }

    private static Probe probe(List<String> command, int periodSeconds, int timeoutSeconds, int failures) {
        return new ProbeBuilder()
                .withNewExec()
                .withCommand(command)
                .endExec()
                .withPeriodSeconds(periodSeconds)
                .withTimeoutSeconds(timeoutSeconds)
                .withFailureThreshold(failures)
                .build();
    }
}
