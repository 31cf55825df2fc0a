package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.model.render.Ownership;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import ai.stigmer.agentrunner.model.status.Finding;
import ai.stigmer.agentrunner.model.status.MissingRight;
import ai.stigmer.agentrunner.model.status.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Why an object can't be written: whose it is, or what the API server said of it. */
final class Blockers {

    private Blockers() {}

    /** An object of the name that isn't ours, or not any more. */
    static Optional<Finding> ownership(Ownership ownership, String kind, String name, RunnerSpec spec) {
        return switch (ownership) {
            case ABSENT, OURS -> Optional.empty();
            case LEAVING ->
                Optional.of(
                        kind.equals("PersistentVolumeClaim")
                                ? Finding.waiting(
                                        Reason.WaitingForClaim,
                                        "claim " + name
                                                + " is being deleted and goes once no pod uses it; spec.suspend:"
                                                + " true stops the pods, then a new, empty claim is made; see kubectl"
                                                + " describe -n " + spec.namespace() + " pvc/" + name)
                                : Finding.waiting(
                                        Reason.RollingOut,
                                        "a former " + kind + " " + name + " is still being deleted; see kubectl get -n "
                                                + spec.namespace() + " " + kind.toLowerCase(Locale.ROOT) + " "
                                                + name));
            case FOREIGN ->
                Optional.of(Finding.refused(
                        Reason.NameConflict,
                        kind + " " + name + " in namespace " + spec.namespace()
                                + " is not this AgentRunner's and is left alone: rename the AgentRunner, or remove"
                                + " that " + kind + " if nobody needs it"));
        };
    }

    /** What the API server answered when it was written or read. */
    static Optional<Finding> rejection(List<ApiRejection> rejections, String kind, String name, RunnerSpec spec) {
        return rejections.stream()
                .filter(rejection -> rejection.isAbout(kind, name))
                .findFirst()
                .map(rejection -> explain(rejection, spec));
    }

    /** Of whatever object. */
    static Optional<Finding> rejection(List<ApiRejection> rejections, RunnerSpec spec) {
        return rejections.stream().findFirst().map(rejection -> explain(rejection, spec));
    }

    private static Finding explain(ApiRejection rejection, RunnerSpec spec) {
        var words = rejection.message();
        var object = rejection.kind() + " " + rejection.name();
        var missing = MissingRight.in(words);
        if (missing.isPresent()) {
            return Finding.refused(Reason.NotAllowed, missing.get().sentence());
        }
        if (words.contains("because it is being terminated")) {
            return Finding.waiting(
                    Reason.NamespaceTerminating,
                    "namespace " + spec.namespace() + " is being deleted, nothing new can be made in it");
        }
        if (words.contains("exceeded quota") || words.contains("failed quota")) {
            return Finding.waiting(
                    Reason.QuotaExceeded,
                    "the namespace's quota leaves no room for " + object + ": " + words
                            + "; see kubectl describe quota -n " + spec.namespace());
        }
        if (words.contains("resize")) {
            return Finding.refused(
                    Reason.ClaimMismatch,
                    object + " can't grow: " + words + "; it serves as it is, and grows once its storage class has"
                            + " allowVolumeExpansion: true, see kubectl get storageclass");
        }
        if (rejection.kind().equals("Job")) {
            return Finding.broken(
                    Reason.PodForbidden,
                    "the API server refuses " + object + " of spec.build: " + words + "; what runs stays");
        }
        if (rejection.kind().equals("PersistentVolumeClaim")) {
            return Finding.refused(
                    Reason.ClaimMismatch,
                    "the API server refuses " + object + ": " + words
                            + "; what is there stays as it is, correct spec.workspace.claim");
        }
        return Finding.refused(
                Reason.PodForbidden,
                "the API server refuses " + object + ": " + words + "; correct the spec, what runs stays");
    }
}
