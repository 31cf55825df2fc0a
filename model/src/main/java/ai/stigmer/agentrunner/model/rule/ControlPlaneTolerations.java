package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.Optional;
import java.util.Set;

/** A place on the control plane's nodes, asked for by name or by tolerating everything. */
final class ControlPlaneTolerations implements PolicyRule {
    private static final Set<String> TAINTS = Set.of(
            "node-role.kubernetes.io/control-plane",
            "node-role.kubernetes.io/master",
            // Rancher's.
            "node-role.kubernetes.io/controlplane",
            "node-role.kubernetes.io/etcd",
            // kOps'.
            "node-role.kubernetes.io/api-server",
            // Of the servers of k3s and RKE2, and of AKS' system nodes.
            "CriticalAddonsOnly");

    @Override
    public Optional<Problem> check(RunnerSpec spec, Policy policy) {
        if (policy.allows(Permission.CONTROL_PLANE_TOLERATIONS)) {
            return Optional.empty();
        }
        return spec.template().tolerations().stream()
                .filter(ControlPlaneTolerations::reachesControlPlane)
                .findFirst()
                .map(toleration -> Problem.notAllowed(
                        "spec.template.tolerations with a taint of the control plane",
                        "agents could run beside the control plane",
                        "name the taint of your own nodes",
                        Permission.CONTROL_PLANE_TOLERATIONS));
    }

    /** A toleration without a key tolerates every taint. */
    private static boolean reachesControlPlane(Toleration toleration) {
        return toleration.getKey() == null || toleration.getKey().isEmpty() || TAINTS.contains(toleration.getKey());
    }
}
