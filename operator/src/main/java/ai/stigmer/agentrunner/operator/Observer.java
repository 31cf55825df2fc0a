package ai.stigmer.agentrunner.operator;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.render.Names;
import ai.stigmer.agentrunner.model.spec.References;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;

/** Gathers from the caches what a plan needs to know. */
final class Observer {
    private final Caches caches;
    private final KubernetesClient client;

    Observer(Caches caches, KubernetesClient client) {
        this.caches = caches;
        this.client = client;
    }

    Observed observe(AgentRunner runner) {
        var namespace = runner.getMetadata().getNamespace();
        var name = runner.getMetadata().getName();
        var references = References.of(runner);
        return new Observed(
                runner,
                caches.claim(namespace, Names.workspaceClaim(name)),
                references.existingClaim().flatMap(claim -> existingClaim(namespace, claim)),
                caches.deployment(namespace, name),
                caches.disruptionBudget(namespace, name),
                caches.networkPolicy(namespace, name),
                caches.pods(namespace, name),
                caches.configMapHashes(namespace, references.configMaps()),
                caches.secretHashes(namespace, references.secrets()),
                List.of());
    }

    /** Others' claims carry no label of ours, so that no watch brings them: they are read. */
    private Optional<PersistentVolumeClaim> existingClaim(String namespace, String name) {
        return Optional.ofNullable(client.persistentVolumeClaims()
                .inNamespace(namespace)
                .withName(name)
                .get());
    }
}
