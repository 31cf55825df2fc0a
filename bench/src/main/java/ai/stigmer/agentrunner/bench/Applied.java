package ai.stigmer.agentrunner.bench;

import ai.stigmer.agentrunner.api.AgentRunner;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.function.Supplier;

/** The user writes AgentRunners, and something makes the objects. */
record Applied(String name, KubernetesClient client, String namespace, Supplier<Worker> starter)
        implements SystemUnderTest {

    @Override
    public String readyKind() {
        return AgentRunner.KIND;
    }

    @Override
    public void create(String runner) {
        client.resource(Manifests.runner(namespace, runner, Manifests.FIRST_VERSION))
                .create();
    }

    @Override
    public void update(String runner) {
        resource(runner)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"spec\":{\"version\":\"" + Manifests.NEXT_VERSION + "\"}}");
    }

    @Override
    public void delete(String runner) {
        resource(runner).delete();
    }

    @Override
    public Worker start() {
        return starter.get();
    }

    private Resource<AgentRunner> resource(String runner) {
        return client.resources(AgentRunner.class).inNamespace(namespace).withName(runner);
    }
}
