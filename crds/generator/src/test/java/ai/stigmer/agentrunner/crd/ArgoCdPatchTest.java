package ai.stigmer.agentrunner.crd;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.testing.LocalCluster;
import ai.stigmer.agentrunner.testing.Repository;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The two ways in which the health check gets into Argo CD's ConfigMap. */
@Tag("cluster")
class ArgoCdPatchTest {
    private static final String KEY = "resource.customizations.health.stigmer.ai_AgentRunner";
    private static final String FIXTURE = Repository.root()
            .resolve("crds/generator/src/test/resources/argocd")
            .toString();

    private final LocalCluster cluster = LocalCluster.up();

    @Test
    void kubectl_patch_adds_it_and_keeps_what_is_there() {
        cluster.apply("{apiVersion: v1, kind: Namespace, metadata: {name: argocd}}")
                .orThrow();
        kubectl("apply", "-f", FIXTURE + "/argocd-cm.yaml");
        var patch = Repository.root().resolve("manifests/argocd/argocd-cm.yaml");
        kubectl("patch", "-n", "argocd", "configmap", "argocd-cm", "--patch-file", patch.toString());
        assertThat(kubectl("get", "-n", "argocd", "configmap", "argocd-cm", "-o", "yaml"))
                .contains("url: https://argocd.example.com", KEY + ": |", "return health");
    }

    @Test
    void a_kustomization_of_Argo_CD_takes_it_as_a_component() {
        assertThat(kubectl("kustomize", FIXTURE))
                .contains("url: https://argocd.example.com", KEY + ": |", "namespace: argocd");
    }

    private String kubectl(String... arguments) {
        return cluster.kubectl(arguments).orThrow();
    }
}
