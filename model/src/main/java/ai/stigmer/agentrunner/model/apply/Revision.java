package ai.stigmer.agentrunner.model.apply;

import ai.stigmer.agentrunner.model.plan.ApiRejection;
import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.ObservedBuilds;
import ai.stigmer.agentrunner.model.render.Names;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.ArrayList;
import java.util.Optional;

/** An {@link Observed} with one thing known better. */
public final class Revision {

    private Revision() {}

    static Observed with(Observed before, ApiRejection rejection) {
        var rejections = new ArrayList<>(before.rejections());
        rejections.add(rejection);
        return new Observed(
                before.runner(),
                before.claim(),
                before.existingClaim(),
                before.deployment(),
                before.disruptionBudget(),
                before.networkPolicy(),
                before.pods(),
                before.configMaps(),
                before.secrets(),
                before.builds(),
                rejections);
    }

    /**
     * With the object as it is.
     *
     * @param written one of the kinds that a plan writes
     * @param live what has its name; empty: nothing
     */
    static Observed with(Observed before, HasMetadata written, Optional<? extends HasMetadata> live) {
        var isCache = isCache(before, written);
        return new Observed(
                before.runner(),
                written instanceof PersistentVolumeClaim && !isCache
                        ? live.map(PersistentVolumeClaim.class::cast)
                        : before.claim(),
                before.existingClaim(),
                written instanceof Deployment ? live.map(Deployment.class::cast) : before.deployment(),
                written instanceof PodDisruptionBudget
                        ? live.map(PodDisruptionBudget.class::cast)
                        : before.disruptionBudget(),
                written instanceof NetworkPolicy ? live.map(NetworkPolicy.class::cast) : before.networkPolicy(),
                before.pods(),
                before.configMaps(),
                before.secrets(),
                builds(before.builds(), written, isCache, live),
                before.rejections());
    }

    private static ObservedBuilds builds(
            ObservedBuilds before, HasMetadata written, boolean isCache, Optional<? extends HasMetadata> live) {
        if (isCache) {
            return before.withCacheClaim(live.map(PersistentVolumeClaim.class::cast));
        }
        return written instanceof Job
                ? before.withJob(written.getMetadata().getName(), live.map(Job.class::cast))
                : before;
    }

    private static boolean isCache(Observed observed, HasMetadata written) {
        return written instanceof PersistentVolumeClaim
                && Names.buildCacheClaim(observed.runner().getMetadata().getName())
                        .equals(written.getMetadata().getName());
    }

    /** The object of the written one's kind and name that was seen. */
    public static Optional<? extends HasMetadata> in(Observed observed, HasMetadata written) {
        return switch (written) {
            case PersistentVolumeClaim claim ->
                isCache(observed, claim) ? observed.builds().cacheClaim() : observed.claim();
            case Deployment deployment -> observed.deployment();
            case PodDisruptionBudget budget -> observed.disruptionBudget();
            case NetworkPolicy policy -> observed.networkPolicy();
            case Job job -> observed.builds().job(job.getMetadata().getName());
            default -> Optional.empty();
        };
    }
}
