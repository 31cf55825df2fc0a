package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.model.Messages;
import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.render.Names;
import ai.stigmer.agentrunner.model.render.Ownership;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import ai.stigmer.agentrunner.model.status.Finding;
import ai.stigmer.agentrunner.model.status.QuotaAdmission;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What stands in the way of one object that is to be written. */
final class Blockers {

    /** A webhook with failurePolicy Fail (NewInternalError, and ErrCallingWebhook in k8s.io/apiserver). */
    private static final String WEBHOOK = "Internal error occurred: failed calling webhook ";

    private Blockers() {}

    /** That the name belongs to an object that isn't ours, or is being deleted. */
    static Optional<Finding> ownership(Ownership ownership, String kind, String name, RunnerSpec spec) {
        return switch (ownership) {
            case ABSENT, OURS -> Optional.empty();
            case LEAVING -> Optional.of(leaving(kind, name, spec));
            case FOREIGN ->
                Optional.of(Finding.refused(
                        Reason.NameConflict,
                        kind + " " + name + " in namespace " + spec.namespace()
                                + " already exists and does not belong to this AgentRunner, so it is left as it is:"
                                + " rename the AgentRunner, or delete that " + kind + " if nobody needs it"));
        };
    }

    private static Finding leaving(String kind, String name, RunnerSpec spec) {
        var see = "; see kubectl describe -n " + spec.namespace() + " pvc/" + name;
        if (name.equals(Names.buildCacheClaim(spec.name()))) {
            return Finding.waiting(
                    Reason.WaitingForClaim,
                    "claim " + name
                            + " of spec.build.cache is being deleted, which ends once no build uses it; a new, empty"
                            + " one is created then" + see);
        }
        if (kind.equals(ClaimStep.KIND)) {
            return Finding.waiting(
                    Reason.WaitingForClaim,
                    "claim " + name
                            + " is being deleted, which ends once no pod uses it: set spec.suspend to true to stop"
                            + " the pods, and a new, empty claim is created then" + see);
        }
        return Finding.waiting(
                Reason.RollingOut,
                "the former " + kind + " " + name + " is still being deleted; see kubectl get -n " + spec.namespace()
                        + " " + kind.toLowerCase(Locale.ROOT) + " " + name);
    }

    /** What the API server answered when it was written or read. */
    static Optional<Finding> rejection(List<ApiRejection> rejections, String kind, String name, RunnerSpec spec) {
        return rejections.stream()
                .filter(rejection -> rejection.isAbout(kind, name))
                .findFirst()
                .map(rejection -> explain(rejection, spec));
    }

    /** The first rejection of any object. */
    static Optional<Finding> rejection(List<ApiRejection> rejections, RunnerSpec spec) {
        return rejections.stream().findFirst().map(rejection -> explain(rejection, spec));
    }

    /** That somebody else changes the object each time that it was applied, so that this waits. */
    static Optional<Finding> conflict(List<FieldConflict> conflicts, String kind, String name, RunnerSpec spec) {
        return conflicts.stream()
                .filter(conflict -> conflict.isHeldBack() && conflict.isAbout(kind, name))
                .findFirst()
                .map(conflict -> explain(conflict, spec));
    }

    /** The first conflict over any object. */
    static Optional<Finding> conflict(List<FieldConflict> conflicts, RunnerSpec spec) {
        return conflicts.stream().findFirst().map(conflict -> explain(conflict, spec));
    }

    private static Finding explain(FieldConflict conflict, RunnerSpec spec) {
        return Finding.refused(
                Reason.FieldConflict,
                conflict.kind() + " " + conflict.name() + " doesn't stay as it is applied: " + conflict.words()
                        + "; stop that" + pause(conflict, spec)
                        + ", or write into the spec what is wanted there. It is applied again less and less"
                        + " often, every 5 minutes in the end; see kubectl get -n " + spec.namespace() + " "
                        + conflict.kind().toLowerCase(Locale.ROOT) + "/" + conflict.name()
                        + " -o yaml --show-managed-fields");
    }

    /** No autoscaler of the Deployment knows that it is suspended. */
    private static String pause(FieldConflict conflict, RunnerSpec spec) {
        return spec.suspend() && conflict.kind().equals(DeploymentStep.KIND)
                ? " (while it is suspended, pause an autoscaler of it: KEDA's by the annotation"
                        + " autoscaling.keda.sh/paused: \"true\" of the ScaledObject)"
                : "";
    }

    private static Finding explain(ApiRejection rejection, RunnerSpec spec) {
        var object = rejection.kind() + " " + rejection.name();
        var missing = rejection.missingRight();
        if (missing.isPresent()) {
            return Finding.refused(Reason.MissingPermission, missing.get().sentence());
        }
        var words = rejection.words();
        if (rejection.isTemporary()) {
            return Finding.waiting(
                    Reason.ApiServerError,
                    "the API server fails on " + object + ": " + Messages.withoutFullStop(words)
                            + "; what exists already is kept, and it is tried again every 20 seconds"
                            + (words.startsWith(WEBHOOK)
                                    ? "; repair the service of that webhook, or delete what registers it: kubectl get"
                                            + " mutatingwebhookconfigurations,validatingwebhookconfigurations"
                                    : ""));
        }
        if (words.equals(
                "unable to create new content in namespace " + spec.namespace() + " because it is being terminated")) {
            return Finding.waiting(
                    Reason.NamespaceTerminating,
                    "namespace " + spec.namespace() + " is being deleted, nothing new can be created in it");
        }
        return QuotaAdmission.finding(words, object, spec).orElseGet(() -> switch (rejection.kind()) {
            case ClaimStep.KIND -> ofClaim(rejection, spec);
            // What runs needs no build.
            case "Job" -> Finding.broken(Reason.ObjectRejected, rejected(object, words, "spec.build"));
            case "NetworkPolicy" ->
                Finding.refused(Reason.ObjectRejected, rejected(object, words, "spec.network.policy"));
            case "PodDisruptionBudget" ->
                Finding.refused(Reason.ObjectRejected, rejected(object, words, "spec.disruptionBudget"));
            default -> Finding.refused(Reason.ObjectRejected, rejected(object, words, "the spec"));
        });
    }

    private static Finding ofClaim(ApiRejection rejection, RunnerSpec spec) {
        var words = rejection.words();
        var object = "claim " + rejection.name();
        if (rejection.name().equals(Names.buildCacheClaim(spec.name()))) {
            return Finding.refused(Reason.ObjectRejected, rejected(object, words, "spec.build.cache"));
        }
        // The admission plugin PersistentVolumeClaimResize, which names no cause.
        if (words.startsWith("only dynamically provisioned pvc can be resized")) {
            return Finding.refused(
                    Reason.ClaimMismatch,
                    object + " can't be expanded: " + words + "; it stays in use with the size it has, and grows once"
                            + " its storage class has allowVolumeExpansion: true; see kubectl get storageclass");
        }
        var isMismatch =
                rejection.isOfImmutableField("spec") || rejection.isOfImmutableField("spec.resources.requests.storage");
        return Finding.refused(
                isMismatch ? Reason.ClaimMismatch : Reason.ObjectRejected,
                rejected(object, words, "spec.workspace.claim"));
    }

    private static String rejected(String object, String words, String field) {
        return "the API server rejects " + object + ": " + Messages.withoutFullStop(words) + "; correct " + field
                + ", what exists already is kept";
    }
}
