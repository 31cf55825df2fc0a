package ai.stigmer.agentrunner.cli.container;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a cluster has under the names that an AgentRunner uses, whoever owns it; what may not be read counts as absent.
 *
 * @param existingClaims those that specs name, by name
 * @param configMaps of each ConfigMap that specs refer to, by name, the digest of its data
 */
public record LiveObjects(
        Optional<PersistentVolumeClaim> claim,
        Map<String, PersistentVolumeClaim> existingClaims,
        Optional<Deployment> deployment,
        Optional<PodDisruptionBudget> disruptionBudget,
        Optional<NetworkPolicy> networkPolicy,
        Map<String, String> configMaps,
        Builds builds) {

    public LiveObjects {
        existingClaims = Map.copyOf(existingClaims);
        configMaps = Map.copyOf(configMaps);
    }

    /**
     * What only builds need to know.
     *
     * @param jobs of the AgentRunner
     * @param cacheClaim that keeps layers between builds
     * @param podSecurity the level that the namespace enforces; empty: none
     * @param localRegistry what the cluster says of its own registry; empty: nothing
     */
    public record Builds(
            List<Job> jobs,
            Optional<PersistentVolumeClaim> cacheClaim,
            Optional<String> podSecurity,
            Optional<String> localRegistry) {

        /** Of an AgentRunner that isn't built. */
        public static final Builds NONE = new Builds(List.of(), Optional.empty(), Optional.empty(), Optional.empty());

        public Builds {
            jobs = List.copyOf(jobs);
        }
    }

    /** Of an AgentRunner that isn't built, and has neither a claim of its own nor a budget nor a policy yet. */
    static LiveObjects of(
            Map<String, PersistentVolumeClaim> existingClaims,
            Optional<Deployment> deployment,
            Map<String, String> configMaps) {
        return new LiveObjects(
                Optional.empty(),
                existingClaims,
                deployment,
                Optional.empty(),
                Optional.empty(),
                configMaps,
                Builds.NONE);
    }

    /** A claim of which only the name is known. */
    public static PersistentVolumeClaim assumedClaim(String name) {
        return AssumedObjects.bound(name);
    }

    /** The same where ConfigMaps have other data. */
    public LiveObjects withConfigMaps(Map<String, String> digests) {
        return new LiveObjects(claim, existingClaims, deployment, disruptionBudget, networkPolicy, digests, builds);
    }
}
