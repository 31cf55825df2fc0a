package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.TCPSocketAction;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A probe or hook of another host makes the kubelet, in the node's network, send requests in the user's name. */
final class ProbeHosts implements PolicyRule {

    @Override
    public Optional<Problem> check(RunnerSpec spec, Policy policy) {
        if (policy.allows(Permission.PROBE_HOSTS)) {
            return Optional.empty();
        }
        var own = Stream.of(
                        Map.entry("startup", spec.probes().startup()),
                        Map.entry("readiness", spec.probes().readiness()),
                        Map.entry("liveness", spec.probes().liveness()))
                .filter(probe -> namesHost(probe.getValue().orElse(null)))
                .map(probe -> "spec.probes." + probe.getKey());
        var others = UserContainer.of(spec).stream()
                .filter(user -> namesHost(user.container()))
                .map(UserContainer::path);
        return Stream.concat(own, others)
                .findFirst()
                .map(path -> Problem.notAllowed(
                        path + " with a host",
                        "the kubelet would send requests from the node's network",
                        "leave host out",
                        Permission.PROBE_HOSTS));
    }

    private static boolean namesHost(Container container) {
        var lifecycle = container.getLifecycle();
        return namesHost(container.getStartupProbe())
                || namesHost(container.getReadinessProbe())
                || namesHost(container.getLivenessProbe())
                || (lifecycle != null && (namesHost(lifecycle.getPostStart()) || namesHost(lifecycle.getPreStop())));
    }

    private static boolean namesHost(@Nullable Probe probe) {
        return probe != null && (namesHost(probe.getHttpGet()) || namesHost(probe.getTcpSocket()));
    }

    private static boolean namesHost(@Nullable LifecycleHandler handler) {
        return handler != null && (namesHost(handler.getHttpGet()) || namesHost(handler.getTcpSocket()));
    }

    private static boolean namesHost(@Nullable HTTPGetAction action) {
        return action != null && action.getHost() != null && !action.getHost().isEmpty();
    }

    private static boolean namesHost(@Nullable TCPSocketAction action) {
        return action != null && action.getHost() != null && !action.getHost().isEmpty();
    }
}
