package ai.stigmer.agentrunner.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.model.build.LocalRegistry;
import ai.stigmer.agentrunner.testing.LocalCluster;
import ai.stigmer.agentrunner.testing.Repository;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** manifests/components/local-registry as kubectl apply -k would send it. */
@Tag("cluster")
class LocalRegistryTest {
    private static final LocalCluster CLUSTER = LocalCluster.up();

    private final List<HasMetadata> objects = CLUSTER.client()
            .load(new ByteArrayInputStream(CLUSTER.kubectl(
                            "kustomize",
                            Repository.root()
                                    .resolve("manifests/components/local-registry")
                                    .toString())
                    .orThrow()
                    .getBytes(StandardCharsets.UTF_8)))
            .items();

    @Test
    void pods_and_nodes_are_told_where_it_listens() {
        var hosting = one(ConfigMap.class);
        assertThat(hosting.getMetadata().getNamespace()).isEqualTo(LocalRegistry.NAMESPACE);
        assertThat(hosting.getMetadata().getName()).isEqualTo(LocalRegistry.CONFIG_MAP);
        var service = one(Service.class);
        var port = service.getSpec().getPorts().get(0);
        var registry = LocalRegistry.parse(hosting.getData().getOrDefault(LocalRegistry.KEY, ""))
                .orElseThrow();
        assertThat(registry.fromClusterNetwork())
                .contains(service.getMetadata().getName() + "."
                        + service.getMetadata().getNamespace() + ".svc.cluster.local:" + port.getPort());
        assertThat(registry.fromContainerRuntime()).contains("localhost:" + port.getNodePort());
    }

    @Test
    void Pod_Security_restricted_admits_it() {
        var namespace = CLUSTER.newNamespace("registry");
        CLUSTER.kubectl("label", "ns", namespace, "pod-security.kubernetes.io/enforce=restricted")
                .orThrow();
        var template = one(Deployment.class).getSpec().getTemplate();
        var pod = new PodBuilder()
                .withNewMetadata()
                .withName("registry")
                .withNamespace(namespace)
                .endMetadata()
                .withSpec(template.getSpec())
                .build();
        assertThat(CLUSTER.client()
                        .resource(pod)
                        .dryRun()
                        .create()
                        .getMetadata()
                        .getName())
                .isEqualTo("registry");
        CLUSTER.client().namespaces().withName(namespace).delete();
    }

    private <T> T one(Class<T> type) {
        assertThat(objects).filteredOn(type::isInstance).hasSize(1);
        return objects.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }
}
