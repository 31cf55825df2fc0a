package ai.stigmer.agentrunner.operator.install;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.testkit.Kustomize;
import ai.stigmer.agentrunner.testing.LocalCluster;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each overlay on a real API server, where pods are simulated, as its first lines say. */
@Tag("install")
class KustomizeOnClusterTest {
    private static final LocalCluster CLUSTER = LocalCluster.bare();

    static List<String> overlays() {
        return Kustomize.overlays();
    }

    /** What an overlay may count on: the namespace agents, and the Prometheus operator. */
    @BeforeAll
    static void prepare() {
        CLUSTER.apply("""
                {apiVersion: v1, kind: Namespace, metadata: {name: agents}}
                ---
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: podmonitors.monitoring.coreos.com}
                spec:
                  group: monitoring.coreos.com
                  scope: Namespaced
                  names: {kind: PodMonitor, plural: podmonitors}
                  versions:
                    - name: v1
                      served: true
                      storage: true
                      schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                """).orThrow();
        CLUSTER.kubectl("wait", "--for=condition=Established", "crd/podmonitors.monitoring.coreos.com", "--timeout=1m")
                .orThrow();
    }

    @AfterAll
    static void close() {
        CLUSTER.close();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void an_overlay_is_applied_without_a_warning_and_its_operator_rolled_out(String overlay) {
        var folder = Kustomize.overlay(overlay).toString();
        var applied = CLUSTER.kubectl("apply", "--server-side", "-k", folder);
        assertThat(applied.orThrow()).contains("deployment.apps/agentrunner-operator serverside-applied");
        assertThat(applied.err()).isEmpty();
        CLUSTER.kubectl(
                        "--namespace=agentrunner-system",
                        "rollout",
                        "status",
                        "deployment/agentrunner-operator",
                        "--timeout=1m")
                .orThrow();
    }
}
