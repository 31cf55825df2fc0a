package ai.stigmer.agentrunner.model.status;

import static java.util.stream.Collectors.joining;

import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.render.Names;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import ai.stigmer.agentrunner.model.spec.WorkspaceSpec;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The claims that a pod mounts: the workspace's, and those of spec.template.volumes. */
final class PodClaims {

    private PodClaims() {}

    /** That one of them keeps the pod from running. The scheduler doesn't always name it. */
    static Finding unusable(SchedulerMessage message, Pod pod, RunnerSpec spec) {
        var all = of(pod, spec);
        var only = all.size() == 1 ? all.keySet().stream().findFirst() : Optional.<String>empty();
        var claim = message.claim().or(() -> only);
        var subject = claim.map(name -> all.getOrDefault(name, "claim " + name))
                .orElseGet(() -> all.values().stream().collect(joining(" or ")));
        return Finding.waiting(
                Reason.WaitingForClaim,
                (subject.isEmpty() ? "a claim" : subject) + " can't be used: " + message.summary()
                        + "; see kubectl describe -n " + spec.namespace() + " pvc"
                        + claim.map(name -> "/" + name).orElse(""));
    }

    /** Whether the workspace's, the only one, is bound by now: the scheduler tries again, if later where much is to be done. */
    static boolean isOutdated(
            SchedulerMessage message, Pod pod, RunnerSpec spec, Optional<PersistentVolumeClaim> workspace) {
        return message.isAboutUnboundClaim()
                && workspace.filter(ClaimSize::isBound).isPresent()
                && of(pod, spec).size() == 1;
    }

    /** Whether the workspace's keeps a pod of the present rollout from running. */
    static boolean isWorkspaceUnusable(Rollout rollout, RunnerSpec spec) {
        return workspace(spec).isPresent()
                && rollout.current().stream().anyMatch(pod -> PodDiagnosis.unschedulable(pod)
                        .filter(SchedulerMessage::isAboutClaim)
                        .filter(message -> message.claim()
                                .map(workspace(spec).orElseThrow()::equals)
                                .orElseGet(() -> of(pod, spec).size() == 1))
                        .isPresent());
    }

    /** What each is called, by its name; none that admission has added. */
    private static Map<String, String> of(Pod pod, RunnerSpec spec) {
        var claims = new LinkedHashMap<String, String>();
        workspace(spec).ifPresent(name -> claims.put(name, "the workspace's claim " + name));
        for (var volume : spec.template().volumes()) {
            if (volume.getPersistentVolumeClaim() != null) {
                var name = volume.getPersistentVolumeClaim().getClaimName();
                claims.putIfAbsent(name, "claim " + name + " of volume " + volume.getName());
            }
            if (volume.getEphemeral() != null) {
                // VolumeClaimName in k8s.io/component-helpers/storage/ephemeral.
                var name = pod.getMetadata().getName() + "-" + volume.getName();
                claims.putIfAbsent(name, "claim " + name + " of volume " + volume.getName());
            }
        }
        return claims;
    }

    private static Optional<String> workspace(RunnerSpec spec) {
        return switch (spec.workspace()) {
            case WorkspaceSpec.Claim claim -> Optional.of(Names.workspaceClaim(spec.name()));
            case WorkspaceSpec.Existing existing -> Optional.of(existing.claimName());
            case WorkspaceSpec.Ephemeral ephemeral -> Optional.empty();
        };
    }
}
