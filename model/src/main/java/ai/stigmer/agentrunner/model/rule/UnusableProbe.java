package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is written about probes and has no effect, and a check that can't succeed. */
final class UnusableProbe implements Warning {
    private static final String ADDRESS = "TEMPORAL_SERVICE_ADDRESS";
    private static final Pattern WITH_PORT = Pattern.compile(":\\d{1,5}$");

    @Override
    public Optional<Advice> check(RunnerSpec spec, Optional<PersistentVolumeClaim> claim) {
        return spec.probes().unused().stream()
                .findFirst()
                .map(name -> unused(name, spec.probes().disabled()))
                .or(() -> portless(spec))
                .map(problem -> new Advice(Reason.UnusableProbe, problem));
    }

    private static Problem unused(String name, boolean disabled) {
        var what = "spec.probes." + name + " has no effect";
        return disabled
                ? new Problem(what, "spec.probes.disabled is true", "remove one of the two")
                : new Problem(
                        what,
                        "with check TemporalConnection there is no such probe to tune",
                        "give it a handler, e.g. exec, or remove it");
    }

    /** What comes from elsewhere, a ConfigMap or another variable, is known in the pod alone. */
    private static Optional<Problem> portless(RunnerSpec spec) {
        if (!spec.probes().asksForConnection() || !spec.envFrom().isEmpty()) {
            return Optional.empty();
        }
        var address = spec.environment().stream()
                .filter(variable -> variable.getName().equals(ADDRESS))
                .findFirst();
        if (address.filter(UnusableProbe::mayHavePort).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(new Problem(
                "spec.probes.check TemporalConnection can't succeed",
                "it asks for a connection to the port of " + ADDRESS + ", "
                        + (address.isEmpty() ? "which is not set" : "which has none"),
                "set spec.temporal.address to host:port"));
    }

    private static boolean mayHavePort(EnvVar address) {
        return address.getValueFrom() != null
                || (address.getValue() != null
                        && (address.getValue().contains("$(")
                                || WITH_PORT.matcher(address.getValue()).find()));
    }
}
