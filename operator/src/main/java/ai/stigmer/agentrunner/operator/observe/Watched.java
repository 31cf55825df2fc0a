package ai.stigmer.agentrunner.operator.observe;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.render.Labels;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.ArrayList;
import java.util.List;

/**
 * What is listed and watched of one type.
 *
 * @param type of the objects
 * @param selector which of them, as a label selector; empty: all
 */
public record Watched(Class<? extends HasMetadata> type, String selector) {
    static final Watched RUNNERS = new Watched(AgentRunner.class, "");
    static final Watched DEPLOYMENTS = new Watched(Deployment.class, Labels.RUNNER);
    static final Watched CLAIMS = new Watched(PersistentVolumeClaim.class, Labels.RUNNER);
    static final Watched BUDGETS = new Watched(PodDisruptionBudget.class, Labels.RUNNER);
    static final Watched NETWORK_POLICIES = new Watched(NetworkPolicy.class, Labels.RUNNER);
    static final Watched PODS = new Watched(
            Pod.class,
            Labels.RUNNER + "," + Labels.COMPONENT + " in (" + Labels.COMPONENT_RUNNER + "," + Labels.COMPONENT_BUILD
                    + ")");
    static final Watched JOBS = new Watched(Job.class, Labels.RUNNER);
    static final Watched CONFIG_MAPS = new Watched(ConfigMap.class, "");
    static final Watched SECRETS = new Watched(Secret.class, "");

    /** Everything that is watched, the AgentRunners first. */
    public static List<Watched> all(boolean withSecrets, boolean withBuilds) {
        var all = new ArrayList<>(List.of(RUNNERS, DEPLOYMENTS, CLAIMS, BUDGETS, NETWORK_POLICIES, PODS, CONFIG_MAPS));
        if (withSecrets) {
            all.add(SECRETS);
        }
        if (withBuilds) {
            all.add(JOBS);
        }
        return List.copyOf(all);
    }
}
