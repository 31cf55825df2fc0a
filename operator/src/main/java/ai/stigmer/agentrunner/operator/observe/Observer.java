package ai.stigmer.agentrunner.operator.observe;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.plan.ApiRejection;
import ai.stigmer.agentrunner.model.plan.BuildTurn;
import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.ObservedBuilds;
import ai.stigmer.agentrunner.model.render.Labels;
import ai.stigmer.agentrunner.model.render.Names;
import ai.stigmer.agentrunner.model.spec.References;
import ai.stigmer.agentrunner.operator.client.Explanation;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One look at the cluster for one AgentRunner: from caches, but for a claim that others made and what only builds need. */
public final class Observer {
    private final KubernetesClient client;
    private final Caches caches;
    private final boolean buildsImages;
    private final BuildEnvironmentReader buildEnvironment;

    Observer(KubernetesClient client, Caches caches, boolean buildsImages) {
        this.client = client;
        this.caches = caches;
        this.buildsImages = buildsImages;
        this.buildEnvironment = new BuildEnvironmentReader(client, System::nanoTime);
    }

    /** What is there now, as far as the watches have told. */
    public Observed observe(AgentRunner runner) {
        var name = runner.getMetadata().getName();
        var namespace = runner.getMetadata().getNamespace();
        var references = References.of(runner);
        var refusals = new ArrayList<ApiRejection>();
        var existingClaim = references.existingClaim().flatMap(claim -> read(namespace, claim, refusals));
        return new Observed(
                runner,
                caches.get(PersistentVolumeClaim.class, namespace, Names.workspaceClaim(name)),
                existingClaim,
                caches.get(Deployment.class, namespace, name),
                caches.get(PodDisruptionBudget.class, namespace, name),
                caches.get(NetworkPolicy.class, namespace, name),
                caches.pods(runner, Labels.COMPONENT_RUNNER),
                hashes(references.watchedConfigMaps(), configMap -> caches.configMap(namespace, configMap)),
                hashes(references.watchedSecrets(), secret -> caches.secret(namespace, secret)),
                builds(runner),
                refusals);
    }

    /** Whether its turn has come is asked for when a build is to begin: see {@link ai.stigmer.agentrunner.model.reconcile.BuildAdmission}. */
    private ObservedBuilds builds(AgentRunner runner) {
        var namespace = runner.getMetadata().getNamespace();
        var isBuilt =
                buildsImages && runner.getSpec() != null && runner.getSpec().build() != null;
        return new ObservedBuilds(
                caches.jobs(runner),
                isBuilt ? caches.pods(runner, Labels.COMPONENT_BUILD) : List.of(),
                isBuilt
                        ? caches.get(
                                PersistentVolumeClaim.class,
                                namespace,
                                Names.buildCacheClaim(runner.getMetadata().getName()))
                        : Optional.empty(),
                isBuilt ? buildEnvironment.podSecurity(namespace) : Optional.empty(),
                isBuilt ? buildEnvironment.localRegistry() : Optional.empty(),
                BuildTurn.PENDING);
    }

    /** It carries no label of ours, so no watch tells of it. */
    private Optional<PersistentVolumeClaim> read(String namespace, String claim, List<ApiRejection> refusals) {
        try {
            return Optional.ofNullable(client.persistentVolumeClaims()
                    .inNamespace(namespace)
                    .withName(claim)
                    .get());
        } catch (KubernetesClientException e) {
            var object = new PersistentVolumeClaimBuilder()
                    .withNewMetadata()
                    .withName(claim)
                    .endMetadata()
                    .build();
            refusals.add(ApiRejection.of(object, e.getCode(), Optional.ofNullable(e.getStatus()), Explanation.of(e)));
            return Optional.empty();
        }
    }

    private static Map<String, String> hashes(Collection<String> names, Function<String, Optional<String>> hash) {
        var hashes = new HashMap<String, String>();
        for (var name : names) {
            hash.apply(name).ifPresent(found -> hashes.put(name, found));
        }
        return hashes;
    }
}
