package ai.stigmer.agentrunner.cli.diff;

import ai.stigmer.agentrunner.model.render.Names;
import ai.stigmer.agentrunner.model.spec.Quantities;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import ai.stigmer.agentrunner.model.spec.WorkspaceSpec;
import java.util.Optional;

/**
 * What happens to the files of an AgentRunner's workspace.
 *
 * @param before the spec as it is; empty: the AgentRunner isn't there yet
 * @param after the spec as it would be
 * @param claim that the operator makes; empty: it makes none, or leaves it as it is
 * @param isAnyPodStopped whether pods go that run now
 */
record WorkspaceFiles(
        Optional<RunnerSpec> before, RunnerSpec after, Optional<ObjectDiff> claim, boolean isAnyPodStopped) {
    private static final String SIZE = "/spec/resources/requests/storage";
    private static final String OWNERS = "/metadata/ownerReferences";

    /** Whether they are there afterwards. */
    Verdict kept() {
        if (before.isEmpty()) {
            return begun();
        }
        var was = before.get().workspace();
        var is = after.workspace();
        if (was instanceof WorkspaceSpec.Ephemeral) {
            return is instanceof WorkspaceSpec.Ephemeral && !isAnyPodStopped
                    ? new Verdict(true, "as long as the pods run: the workspace is ephemeral")
                    : new Verdict(false, "the workspace is ephemeral: its files go with the pods that stop");
        }
        var name = claimName(was);
        if (is instanceof WorkspaceSpec.Ephemeral || !claimName(is).equals(name)) {
            return new Verdict(
                    true,
                    "in claim " + name + ", which stays but is no longer mounted: new pods have "
                            + (is instanceof WorkspaceSpec.Ephemeral
                                    ? "an empty, ephemeral workspace"
                                    : "what is in claim " + claimName(is)));
        }
        return new Verdict(true, "in claim " + name + fate() + moved(was, is));
    }

    /** The claim's size, where it stays another one than the spec asks for; empty: it is as large. */
    Optional<String> unlikeWanted() {
        return after.workspace() instanceof WorkspaceSpec.Claim wanted
                ? claim.map(diff -> diff.after(SIZE).asText()).filter(size -> !Quantities.value(size)
                        .equals(Quantities.value(wanted.size().toString())))
                : Optional.empty();
    }

    private Verdict begun() {
        return switch (after.workspace()) {
            case WorkspaceSpec.Ephemeral ephemeral ->
                new Verdict(false, "the workspace is ephemeral: its files go with each pod");
            case WorkspaceSpec.Existing existing ->
                new Verdict(true, "in claim " + existing.claimName() + ", which is used as it is");
            case WorkspaceSpec.Claim wanted -> {
                var name = claimName(wanted);
                yield claim.filter(diff -> diff.before().isPresent())
                        .map(diff -> new Verdict(
                                true,
                                "in claim " + name + ", which is there already and is used with its files" + fate()))
                        .orElseGet(() -> new Verdict(
                                true,
                                "in claim " + name
                                        + claim.map(diff -> " of "
                                                        + diff.after(SIZE).asText() + ", which is made")
                                                .orElse("")));
            }
        };
    }

    private String claimName(WorkspaceSpec workspace) {
        return workspace instanceof WorkspaceSpec.Existing existing
                ? existing.claimName()
                : Names.workspaceClaim(after.name());
    }

    private String fate() {
        return claim.filter(ObjectDiff::isDifferent)
                .filter(diff -> diff.before().isPresent())
                .map(diff -> size(diff) + owner(diff))
                .orElse("");
    }

    private static String size(ObjectDiff diff) {
        var from = diff.before(SIZE).asText();
        var to = diff.after(SIZE).asText();
        return from.isEmpty() || from.equals(to) ? "" : ", whose size is to be " + to + " instead of " + from;
    }

    private static String owner(ObjectDiff diff) {
        var isOwned = !diff.after(OWNERS).isEmpty();
        if (isOwned == !diff.before(OWNERS).isEmpty()) {
            return "";
        }
        return isOwned
                ? "; from now on it is deleted with the AgentRunner (retention Delete)"
                : "; from now on it stays when the AgentRunner is deleted (retention Retain)";
    }

    private static String moved(WorkspaceSpec was, WorkspaceSpec is) {
        return was.mountPath().equals(is.mountPath())
                ? ""
                : "; the worker finds them at " + is.mountPath() + " instead of " + was.mountPath();
    }
}
