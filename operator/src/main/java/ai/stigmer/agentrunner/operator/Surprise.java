package ai.stigmer.agentrunner.operator;

import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.Rejection;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.ArrayList;
import java.util.Optional;

/** What the API server answered that the caches didn't know, and that calls for another plan. */
sealed interface Surprise {

    /** What is known once the surprise is. */
    Observed learn(Observed observed);

    /**
     * The live object of the name is another than the cached one, or there is none.
     *
     * @param wanted the object that was to be written
     */
    record Found(HasMetadata wanted, Optional<? extends HasMetadata> live) implements Surprise {

        @Override
        public Observed learn(Observed seen) {
            return new Observed(
                    seen.runner(),
                    wanted instanceof PersistentVolumeClaim ? as(PersistentVolumeClaim.class) : seen.claim(),
                    seen.existingClaim(),
                    wanted instanceof Deployment ? as(Deployment.class) : seen.deployment(),
                    wanted instanceof PodDisruptionBudget ? as(PodDisruptionBudget.class) : seen.disruptionBudget(),
                    wanted instanceof NetworkPolicy ? as(NetworkPolicy.class) : seen.networkPolicy(),
                    seen.pods(),
                    seen.configMaps(),
                    seen.secrets(),
                    seen.rejections());
        }

        private <T extends HasMetadata> Optional<T> as(Class<T> type) {
            return live.map(type::cast);
        }
    }

    /** The API server refused a write for good. */
    record Refused(Rejection rejection) implements Surprise {

        @Override
        public Observed learn(Observed seen) {
            var rejections = new ArrayList<>(seen.rejections());
            rejections.add(rejection);
            return new Observed(
                    seen.runner(),
                    seen.claim(),
                    seen.existingClaim(),
                    seen.deployment(),
                    seen.disruptionBudget(),
                    seen.networkPolicy(),
                    seen.pods(),
                    seen.configMaps(),
                    seen.secrets(),
                    rejections);
        }
    }
}
