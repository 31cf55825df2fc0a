package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.model.build.Build;
import ai.stigmer.agentrunner.model.render.Ownership;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import ai.stigmer.agentrunner.model.spec.WorkspaceSpec;
import ai.stigmer.agentrunner.model.status.Finding;
import ai.stigmer.agentrunner.model.status.Reason;
import java.util.Optional;

/** Whether a build's pod can mount the workspace that it is to read, beside the worker that uses it. */
final class WorkspaceMount {
    private static final String ONE_POD = "ReadWriteOncePod";

    private WorkspaceMount() {}

    /** Why it can't; of any other access mode the nodes decide. */
    static Optional<Finding> obstacle(RunnerSpec spec, Observed observed) {
        var claim = spec.workspace() instanceof WorkspaceSpec.Existing ? observed.existingClaim() : observed.claim();
        return Build.workspace(spec)
                .filter(workspace -> isUsed(spec, observed))
                .filter(workspace -> claim.filter(
                                live -> live.getSpec().getAccessModes().contains(ONE_POD))
                        .isPresent())
                .map(workspace -> Finding.broken(
                        Reason.BuildFailed,
                        "spec.build.source.workspace can't be read while the runner runs: its claim "
                                + workspace.claim()
                                + " has the access mode " + ONE_POD
                                + ", which lets no second pod mount it; set spec.suspend to true until the build has"
                                + " ended, or use a claim with ReadWriteOnce"));
    }

    private static boolean isUsed(RunnerSpec spec, Observed observed) {
        return !spec.suspend() && Ownership.of(observed.deployment(), spec) == Ownership.OURS;
    }
}
