package ai.stigmer.agentrunner.model.rule;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which labels and annotations AgentRunners may give to their pods: names without a domain, which nobody acts on but
 * whoever chose them, a few domains that can't change what pods may do, and what an installation lists.
 *
 * @param listed by the installation: a domain, which stands for its subdomains too, or a whole key
 */
public record AllowedMetadata(Set<String> listed) {
    /** The installation's setting. */
    public static final String SETTING = "policy.allowedMetadata";

    /** What is allowed where the installation lists nothing. */
    public static final AllowedMetadata BY_DEFAULT = new AllowedMetadata(Set.of());

    /** With their subdomains. Who reads them collects from the pod, backs it up, or spares or evicts it. */
    private static final Set<String> DOMAINS = Set.of(
            // Charts write a hash of a ConfigMap under it, so that a change of it replaces the pods.
            "checksum",
            "prometheus.io",
            "fluentbit.io",
            // Where Datadog's agent finds environment, service and version. Its other domains configure the agent.
            "tags.datadoghq.com",
            "cluster-autoscaler.kubernetes.io",
            "karpenter.sh",
            "descheduler.alpha.kubernetes.io",
            // Its hooks run commands in the pod's own containers; those of a restore may add containers.
            "backup.velero.io");

    private static final Set<String> KEYS = Set.of(
            "controller.kubernetes.io/pod-deletion-cost",
            "kubectl.kubernetes.io/default-container",
            "kubectl.kubernetes.io/default-logs-container",
            "kubectl.kubernetes.io/restartedAt",
            "helm.sh/chart");

    /** By this label AAD Pod Identity gives pods an Azure identity. */
    private static final String AZURE_IDENTITY = "aadpodidbinding";

    private static final Pattern ENTRY =
            Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?(/[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?");

    public AllowedMetadata {
        listed = Set.copyOf(listed);
    }

    /** Whether it can stand in the list. */
    public static boolean isEntry(String text) {
        return ENTRY.matcher(text).matches();
    }

    /** Whether pods may have it. */
    boolean allows(String key) {
        if (KEYS.contains(key) || listed.contains(key)) {
            return true;
        }
        var domain = domain(key);
        return domain.isEmpty()
                ? !key.equals(AZURE_IDENTITY)
                : Stream.concat(DOMAINS.stream(), listed.stream()).anyMatch(entry -> isWithin(domain.get(), entry));
    }

    /**
     * What stands before the slash. A name without a slash but with dots hides one: container runtimes act on
     * io.katacontainers.* and org.systemd.property.*, CRI-O on cpu-quota.crio.io.
     */
    private static Optional<String> domain(String key) {
        int slash = key.indexOf('/');
        return slash >= 0
                ? Optional.of(key.substring(0, slash))
                : Optional.of(key).filter(name -> name.contains("."));
    }

    private static boolean isWithin(String domain, String entry) {
        return domain.equals(entry) || domain.endsWith("." + entry);
    }
}
