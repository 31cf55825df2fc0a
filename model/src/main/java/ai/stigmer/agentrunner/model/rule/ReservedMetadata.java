package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Labels by which the operator and others select pods, and annotations that AppArmor, seccomp and network plugins act
 * on.
 */
final class ReservedMetadata implements PolicyRule {
    private static final List<String> DOMAINS = List.of(
            "stigmer.ai",
            "app.kubernetes.io",
            "container.apparmor.security.beta.kubernetes.io",
            "container.seccomp.security.alpha.kubernetes.io",
            "seccomp.security.alpha.kubernetes.io",
            "k8s.v1.cni.cncf.io",
            "v1.multus-cni.io",
            "cni.projectcalico.org",
            "io.cilium",
            "cilium.io",
            "k8s.ovn.org",
            "ovn.kubernetes.io",
            // Devices of the node.
            "cdi.k8s.io",
            "nri.io",
            "crio.io",
            "cri-o.io");

    /** Prefixes of reserved keys that have no domain, or hide it. */
    private static final List<String> BEGINNINGS = List.of("io.kubernetes.cri-o.", "io.katacontainers.", "io.cilium.");

    @Override
    public Optional<Problem> check(RunnerSpec spec, Policy policy) {
        if (policy.allows(Permission.RESERVED_METADATA)) {
            return Optional.empty();
        }
        return Stream.concat(
                        reserved("spec.template.labels", spec.template().labels().keySet().stream()),
                        reserved("spec.template.annotations", spec.template().annotations().keySet().stream()))
                .findFirst();
    }

    private static Stream<Problem> reserved(String path, Stream<String> keys) {
        return keys.filter(ReservedMetadata::isReserved)
                .map(key -> Problem.notAllowed(
                        path + " " + key,
                        "the operator, the container runtime or the network plugin acts on it",
                        "use a key of your own domain",
                        Permission.RESERVED_METADATA));
    }

    private static boolean isReserved(String key) {
        int slash = key.indexOf('/');
        var domain = slash < 0 ? "" : key.substring(0, slash);
        return BEGINNINGS.stream().anyMatch(key::startsWith)
                || DOMAINS.stream().anyMatch(reserved -> domain.equals(reserved) || domain.endsWith("." + reserved));
    }
}
