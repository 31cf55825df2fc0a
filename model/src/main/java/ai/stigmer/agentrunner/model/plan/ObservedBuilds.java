package ai.stigmer.agentrunner.model.plan;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a build needs to know of the cluster.
 *
 * @param jobs that carry the AgentRunner's name, or have the name of one of its builds, whoever owns them
 * @param pods of the AgentRunner's builds
 * @param cacheClaim the claim that keeps layers between builds
 * @param podSecurity the level that the namespace's label enforces; empty: it has no such label
 * @param localRegistry what the ConfigMap local-registry-hosting in kube-public says; empty: there is none
 * @param turn of this AgentRunner's build in the installation's queue
 */
public record ObservedBuilds(
        List<Job> jobs,
        List<Pod> pods,
        Optional<PersistentVolumeClaim> cacheClaim,
        Optional<String> podSecurity,
        Optional<String> localRegistry,
        BuildTurn turn) {

    /** There was never a build, and nothing keeps one from beginning. */
    public static final ObservedBuilds NONE = new ObservedBuilds(
            List.of(), List.of(), Optional.empty(), Optional.empty(), Optional.empty(), BuildTurn.GRANTED);

    public ObservedBuilds {
        jobs = List.copyOf(jobs);
        pods = List.copyOf(pods);
    }

    /** The same, where the queue says this. */
    ObservedBuilds with(BuildTurn other) {
        return new ObservedBuilds(jobs, pods, cacheClaim, podSecurity, localRegistry, other);
    }

    /** With the Job of this name as it is; empty: there is none. */
    ObservedBuilds withJob(String name, Optional<Job> live) {
        var others = jobs.stream().filter(job -> !name.equals(job.getMetadata().getName()));
        return new ObservedBuilds(
                Stream.concat(others, live.stream()).toList(), pods, cacheClaim, podSecurity, localRegistry, turn);
    }

    /** With the claim for the layers as it is. */
    ObservedBuilds withCacheClaim(Optional<PersistentVolumeClaim> live) {
        return new ObservedBuilds(jobs, pods, live, podSecurity, localRegistry, turn);
    }

    /** The Job of this name. */
    public Optional<Job> job(String name) {
        return jobs.stream()
                .filter(job -> name.equals(job.getMetadata().getName()))
                .findFirst();
    }
}
