package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.render.Names;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
 * @param conflicts what somebody else changes each time that it is applied
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
        List<ApiRejection> rejections,
        List<FieldConflict> conflicts) {

    public Observed {
        pods = List.copyOf(pods);
        configMaps = Map.copyOf(configMaps);
        secrets = Map.copyOf(secrets);
        rejections = List.copyOf(rejections);
        conflicts = List.copyOf(conflicts);
    }

    /** As caches tell: who changes what all the time is found out in applying. */
    public Observed(
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
        this(
                runner,
                claim,
                existingClaim,
                deployment,
                disruptionBudget,
                networkPolicy,
                pods,
                configMaps,
                secrets,
                builds,
                rejections,
                List.of());
    }

    /** Nothing but the AgentRunner is there. */
    public static Observed nothing(AgentRunner runner) {
        return new Observed(
                runner,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of(),
                Map.of(),
                ObservedBuilds.NONE,
                List.of());
    }

    /** The same, where the queue of builds says this. */
    public Observed with(BuildTurn turn) {
        return with(builds.with(turn));
    }

    /** With one more refusal. */
    public Observed with(ApiRejection rejection) {
        return copy(
                claim,
                deployment,
                disruptionBudget,
                networkPolicy,
                builds,
                Stream.concat(rejections.stream(), Stream.of(rejection)).toList(),
                conflicts);
    }

    /** With one more conflict, in place of an older one about the same object. */
    public Observed with(FieldConflict conflict) {
        var others = conflicts.stream().filter(other -> !other.isAbout(conflict.kind(), conflict.name()));
        return copy(
                claim,
                deployment,
                disruptionBudget,
                networkPolicy,
                builds,
                rejections,
                Stream.concat(others, Stream.of(conflict)).toList());
    }

    /**
     * With the object of this one's kind and name as it is.
     *
     * @param object one of the kinds that a plan writes
     * @param live what has its name; empty: nothing
     * @throws IllegalArgumentException where no plan writes objects of that kind
     */
    public Observed with(HasMetadata object, Optional<? extends HasMetadata> live) {
        return switch (object) {
            case PersistentVolumeClaim cache
            when isBuildCache(cache) -> with(builds.withCacheClaim(live.map(PersistentVolumeClaim.class::cast)));
            case PersistentVolumeClaim workspace ->
                copy(
                        live.map(PersistentVolumeClaim.class::cast),
                        deployment,
                        disruptionBudget,
                        networkPolicy,
                        builds,
                        rejections,
                        conflicts);
            case Deployment worker ->
                copy(
                        claim,
                        live.map(Deployment.class::cast),
                        disruptionBudget,
                        networkPolicy,
                        builds,
                        rejections,
                        conflicts);
            case PodDisruptionBudget budget ->
                copy(
                        claim,
                        deployment,
                        live.map(PodDisruptionBudget.class::cast),
                        networkPolicy,
                        builds,
                        rejections,
                        conflicts);
            case NetworkPolicy policy ->
                copy(
                        claim,
                        deployment,
                        disruptionBudget,
                        live.map(NetworkPolicy.class::cast),
                        builds,
                        rejections,
                        conflicts);
            case Job job -> with(builds.withJob(job.getMetadata().getName(), live.map(Job.class::cast)));
            default -> throw new IllegalArgumentException("no plan writes a " + object.getKind());
        };
    }

    /** The object of this one's kind and name that was seen. */
    public Optional<? extends HasMetadata> find(HasMetadata object) {
        return switch (object) {
            case PersistentVolumeClaim cache when isBuildCache(cache) -> builds.cacheClaim();
            case PersistentVolumeClaim workspace -> claim;
            case Deployment worker -> deployment;
            case PodDisruptionBudget budget -> disruptionBudget;
            case NetworkPolicy policy -> networkPolicy;
            case Job job -> builds.job(job.getMetadata().getName());
            default -> Optional.empty();
        };
    }

    /** Whether the API server refused to write or delete this object. */
    public boolean isRejected(HasMetadata object) {
        return rejections.stream()
                .anyMatch(rejection ->
                        rejection.isAbout(object.getKind(), object.getMetadata().getName()));
    }

    private boolean isBuildCache(PersistentVolumeClaim object) {
        return Names.buildCacheClaim(runner.getMetadata().getName())
                .equals(object.getMetadata().getName());
    }

    private Observed with(ObservedBuilds changed) {
        return copy(claim, deployment, disruptionBudget, networkPolicy, changed, rejections, conflicts);
    }

    private Observed copy(
            Optional<PersistentVolumeClaim> claim,
            Optional<Deployment> deployment,
            Optional<PodDisruptionBudget> disruptionBudget,
            Optional<NetworkPolicy> networkPolicy,
            ObservedBuilds builds,
            List<ApiRejection> rejections,
            List<FieldConflict> conflicts) {
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
                builds,
                rejections,
                conflicts);
    }
}
