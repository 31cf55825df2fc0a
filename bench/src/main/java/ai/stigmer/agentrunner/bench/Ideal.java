package ai.stigmer.agentrunner.bench;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.NamespacedName;
import ai.stigmer.agentrunner.operator.client.Clients;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The least that any operator can do: two watches, one create for each object, one patch for a change, one status patch
 * when the Deployment is available. It survives nothing, compares nothing and explains nothing.
 */
final class Ideal implements SystemUnderTest.Worker {
    /** As many threads as the operator reconciles with. */
    private static final int WORKERS = 50;

    private final Clients clients;
    private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
    private final SharedIndexInformer<AgentRunner> runners;
    private final SharedIndexInformer<Deployment> deployments;

    Ideal(Clients clients, String namespace) {
        this.clients = clients;
        runners = clients.watching()
                .resources(AgentRunner.class)
                .inNamespace(namespace)
                .inform(new ResourceEventHandler<>() {
                    @Override
                    public void onAdd(AgentRunner runner) {
                        workers.execute(() -> make(runner));
                    }

                    @Override
                    public void onUpdate(AgentRunner before, AgentRunner after) {
                        if (!Objects.equals(generation(before), generation(after))) {
                            workers.execute(() -> change(after));
                        }
                    }

                    @Override
                    public void onDelete(AgentRunner runner, boolean unknown) {}
                });
        deployments = clients.watching()
                .resources(Deployment.class)
                .inNamespace(namespace)
                .inform(new ResourceEventHandler<>() {
                    @Override
                    public void onAdd(Deployment deployment) {}

                    @Override
                    public void onUpdate(Deployment before, Deployment after) {
                        if (isReady(after) && !isReady(before)) {
                            workers.execute(() -> tell(after));
                        }
                    }

                    @Override
                    public void onDelete(Deployment deployment, boolean unknown) {}
                });
    }

    private void make(AgentRunner runner) {
        for (var object : Manifests.objects(runner)) {
            try {
                clients.asking().resource(object).create();
            } catch (KubernetesClientException e) {
                if (e.getCode() != 409) {
                    throw e;
                }
            }
        }
    }

    private void change(AgentRunner runner) {
        clients.asking()
                .apps()
                .deployments()
                .inNamespace(runner.getMetadata().getNamespace())
                .withName(runner.getMetadata().getName())
                .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), Manifests.imagePatch(runner));
    }

    private void tell(Deployment deployment) {
        var name = NamespacedName.of(deployment);
        var runner = runners.getStore().getByKey(name.toString());
        if (runner == null) {
            return;
        }
        clients.asking()
                .resource(named(name))
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), """
                        {"status":{"observedGeneration":%1$d,"phase":"Ready","readyReplicas":1,"replicas":1,
                        "conditions":[{"type":"Ready","status":"True","reason":"Available","observedGeneration":%1$d,
                        "message":"1 of 1 pods are available","lastTransitionTime":"2026-01-01T00:00:00Z"}]}}""".formatted(generation(runner)));
    }

    /** No more of it is needed to patch it, and the client would copy the rest. */
    private static AgentRunner named(NamespacedName name) {
        var runner = new AgentRunner();
        runner.setMetadata(new ObjectMetaBuilder()
                .withNamespace(name.namespace())
                .withName(name.name())
                .build());
        return runner;
    }

    private static Long generation(AgentRunner runner) {
        return runner.getMetadata().getGeneration();
    }

    private static boolean isReady(Deployment deployment) {
        var status = deployment.getStatus();
        var wanted = deployment.getSpec().getReplicas();
        return status != null
                && Objects.equals(
                        status.getObservedGeneration(), deployment.getMetadata().getGeneration())
                && Objects.equals(status.getReplicas(), wanted)
                && Objects.equals(status.getUpdatedReplicas(), wanted)
                && Objects.equals(status.getAvailableReplicas(), wanted);
    }

    @Override
    public long pid() {
        return 0;
    }

    @Override
    public void close() {
        runners.close();
        deployments.close();
        workers.shutdownNow();
        clients.close();
    }
}
