package ai.stigmer.agentrunner.bench;

import ai.stigmer.agentrunner.api.AgentRunner;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;

/** No operator at all: the user writes the claim and the Deployment. */
record Floor(KubernetesClient client, String namespace) implements SystemUnderTest {

    @Override
    public String name() {
        return "floor";
    }

    @Override
    public String readyKind() {
        return "Deployment";
    }

    @Override
    public void create(String name) {
        for (HasMetadata object : Manifests.objects(runner(name, Manifests.FIRST_VERSION))) {
            // There is no AgentRunner that could own it.
            object.getMetadata().setOwnerReferences(List.of());
            client.resource(object).create();
        }
    }

    @Override
    public void update(String name) {
        client.apps()
                .deployments()
                .inNamespace(namespace)
                .withName(name)
                .patch(
                        PatchContext.of(PatchType.STRATEGIC_MERGE),
                        Manifests.imagePatch(runner(name, Manifests.NEXT_VERSION)));
    }

    @Override
    public void delete(String name) {
        client.apps().deployments().inNamespace(namespace).withName(name).delete();
    }

    /** As if the API server had stored it. */
    private AgentRunner runner(String name, String version) {
        var runner = Manifests.runner(namespace, name, version);
        runner.getMetadata().setUid(name);
        runner.getMetadata().setGeneration(1L);
        return runner;
    }

    @Override
    public Worker start() {
        return NONE;
    }
}
