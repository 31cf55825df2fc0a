package ai.stigmer.agentrunner.model.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedMetadataTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "team",
                "cost_center",
                "checksum/config",
                "prometheus.io/scrape",
                "cluster-autoscaler.kubernetes.io/safe-to-evict",
                "karpenter.sh/do-not-disrupt",
                "controller.kubernetes.io/pod-deletion-cost",
                "kubectl.kubernetes.io/default-container",
                "backup.velero.io/backup-volumes",
                "pre.hook.backup.velero.io/command",
                "helm.sh/chart"
            })
    void what_gives_pods_nothing_is_allowed_by_default(String key) {
        assertThat(AllowedMetadata.BY_DEFAULT.allows(key)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // They add containers, volumes, images and credentials.
                "sidecar.istio.io/userVolume",
                "sidecar.istio.io/proxyImage",
                "iam.amazonaws.com/role",
                "vault.hashicorp.com/agent-inject",
                "azure.workload.identity/use",
                "aadpodidbinding",
                "linkerd.io/inject",
                "config.linkerd.io/proxy-image",
                "dapr.io/volume-mounts",
                "instrumentation.opentelemetry.io/inject-java",
                "init.hook.restore.velero.io/container-image",
                // They configure agents that may read more than the pod.
                "ad.datadoghq.com/agent-runner.checks",
                "co.elastic.logs/raw",
                // Of container runtimes, some without a slash.
                "io.kubernetes.cri-o.Devices",
                "io.katacontainers.config.hypervisor.kernel",
                "io.cilium.proxy-visibility",
                "org.systemd.property.SuccessAction",
                "run.oci.handler",
                "dev.gvisor.spec.mount.data.source",
                "cpu-quota.crio.io",
                "irq-load-balancing.crio.io",
                "container.apparmor.security.beta.kubernetes.io/agent-runner",
                "k8s.v1.cni.cncf.io/networks",
                // By which the operator, Services and policies select pods.
                "stigmer.ai/agentrunner",
                "app.kubernetes.io/name",
                // Not what they look like.
                "evil-prometheus.io/scrape",
                "prometheus.io.evil/scrape",
                "Prometheus.io/scrape",
                "kubectl.kubernetes.io/last-applied-configuration",
                "/prometheus.io",
                "/"
            })
    void what_somebody_may_act_on_is_not(String key) {

        assertThat(AllowedMetadata.BY_DEFAULT.allows(key)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "example.com, example.com/a, true",
        "example.com, a.b.example.com/c, true",
        "example.com, notexample.com/a, false",
        "example.com, example.com.evil/a, false",
        "example.com, example.com, true",
        "sidecar.istio.io/inject, sidecar.istio.io/inject, true",
        "sidecar.istio.io/inject, sidecar.istio.io/userVolume, false",
        "sidecar.istio.io/inject, a.sidecar.istio.io/inject, false",
        "crio.io, cpu-quota.crio.io, true",
        "io.katacontainers.config.runtime.debug, io.katacontainers.config.runtime.debug, true",
        "io.katacontainers, io.katacontainers.config.runtime.debug, false",
        "aadpodidbinding, aadpodidbinding, true"
    })
    void an_entry_is_a_domain_with_its_subdomains_or_a_whole_key(String entry, String key, boolean allowed) {
        assertThat(AllowedMetadata.isEntry(entry)).isTrue();
        assertThat(new AllowedMetadata(Set.of(entry)).allows(key)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "*.example.com", "example.com/", "/inject", "a b", "example.com/*", "a/b/c", "-a"})
    void what_is_neither_is_no_entry(String text) {
        assertThat(AllowedMetadata.isEntry(text)).isFalse();
    }
}
