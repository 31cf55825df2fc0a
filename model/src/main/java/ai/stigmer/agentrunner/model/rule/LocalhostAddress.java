package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** In a pod, localhost is the pod itself. */
final class LocalhostAddress implements Warning {
    private static final Pattern LOCAL =
            Pattern.compile("^(\\w+://)?(localhost|127(\\.\\d+){3}|\\[?::1\\]?)(:\\d+)?(/.*)?$");

    @Override
    public Optional<Advice> check(RunnerSpec spec, Optional<PersistentVolumeClaim> claim) {
        if (spec.network().host() || !spec.template().sidecars().isEmpty()) {
            return Optional.empty();
        }
        var literals = spec.environment().stream()
                .filter(variable -> variable.getValue() != null)
                .collect(Collectors.toMap(variable -> "spec.env " + variable.getName(), v -> v.getValue()));
        return Stream.concat(
                        spec.addresses().entrySet().stream(),
                        literals.entrySet().stream().sorted(Map.Entry.comparingByKey()))
                .filter(entry ->
                        LOCAL.matcher(entry.getValue().toLowerCase(Locale.ROOT)).matches())
                .findFirst()
                .map(entry -> new Advice(
                        Reason.LocalhostAddress,
                        new Problem(
                                entry.getKey() + " " + entry.getValue() + " points to the pod itself",
                                "in a pod, localhost is not your machine",
                                "use host.docker.internal (kind on Docker Desktop), host.minikube.internal (minikube)"
                                        + " or the address of a Service")));
    }
}
