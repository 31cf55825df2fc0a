package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.api.AgentRunner;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one look at the cluster said about one AgentRunner. The objects are those that have the names this AgentRunner
 * uses, whoever owns them.
 *
 * @param runner the AgentRunner itself
 * @param claim the claim named after the AgentRunner
 * @param existingClaim the claim that spec.workspace.existingClaim names
 * @param pods the pods of this AgentRunner's runner component, of every rollout
 * @param configMaps for each ConfigMap in the namespace that the spec refers to and that exists, a hash of its data
 * @param secrets the same for Secrets; empty where the installation doesn't watch them
 * @param builds what a build needs to know
 * @param rejections what the API server refused in this same reconcile: a read, or the writes of an earlier plan
 */
public record Observed(
        AgentRunner runner,
        Optional<PersistentVolumeClaim> claim,
        Optional<PersistentVolumeClaim> existingClaim,
        Optional<Deployment> deployment,
        Optional<PodDisruptionBudget> disruptionBudget,
        Optional<NetworkPolicy> networkPolicy,
        List<Pod> pods,
        Map<String, String> configMaps,
        Map<String, String> secrets,
        ObservedBuilds builds,
        List<ApiRejection> rejections) {

    /** The same where the turn of its build has come. */
    public Observed admitting() {
        return new Observed(
                runner,
                claim,
                existingClaim,
                deployment,
                disruptionBudget,
                networkPolicy,
                pods,
                configMaps,
                secrets,
                builds.admitting(),
                rejections);
    }

    public Observed {
        pods = List.copyOf(pods);
        configMaps = Map.copyOf(configMaps);
        secrets = Map.copyOf(secrets);
        rejections = List.copyOf(rejections);
    }
}
