package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.build.Build;
import ai.stigmer.agentrunner.model.render.Ownership;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import ai.stigmer.agentrunner.model.spec.WorkspaceSpec;
import ai.stigmer.agentrunner.model.status.Finding;
import java.util.List;
import java.util.Optional;

/** How a build's pod can mount the workspace that it is to read, beside the worker that uses it. */
final class WorkspaceMount {
    private static final String ONE_POD = "ReadWriteOncePod";
    private static final String MANY_NODES = "ReadWriteMany";

    private WorkspaceMount() {}

    /** What the source is read from; empty: it is another than the workspace. */
    static Optional<Build.Workspace> of(RunnerSpec spec, Observed observed) {
        var modes = accessModes(spec, observed);
        return Build.workspaceClaim(spec)
                .map(claim -> new Build.Workspace(claim, spec.security().fsGroup(), !modes.contains(MANY_NODES)));
    }

    static Optional<Finding> obstacle(RunnerSpec spec, Observed observed) {
        return Build.workspaceClaim(spec)
                .filter(claim ->
                        isUsed(spec, observed) && accessModes(spec, observed).contains(ONE_POD))
                .map(claim -> Finding.broken(
                        Reason.BuildFailed,
                        "spec.build.source.workspace can't be read while the worker runs: its claim "
                                + claim
                                + " has the access mode " + ONE_POD
                                + ", which lets no second pod mount it; set spec.suspend to true until the build has"
                                + " ended, or use a claim with ReadWriteOnce"));
    }

    /** Of the claim as it is or, if it is yet to be made, as it will be. */
    private static List<String> accessModes(RunnerSpec spec, Observed observed) {
        var claim = spec.workspace() instanceof WorkspaceSpec.Existing ? observed.existingClaim() : observed.claim();
        return claim.map(live -> live.getSpec().getAccessModes())
                .orElseGet(() ->
                        spec.workspace() instanceof WorkspaceSpec.Claim wanted ? wanted.accessModes() : List.of());
    }

    private static boolean isUsed(RunnerSpec spec, Observed observed) {
        return !spec.suspend() && Ownership.of(observed.deployment(), spec) == Ownership.OURS;
    }
}
