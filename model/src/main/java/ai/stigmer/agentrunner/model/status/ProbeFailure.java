package ai.stigmer.agentrunner.model.status;

import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.ContainerStatus;

/** A worker whose probes don't succeed. Only an Event of the pod has the probe's own words. */
final class ProbeFailure {
    private static final String OTHER_IMAGES =
            "for an image without the command agent-runner write spec.probes.check: TemporalConnection";

    private ProbeFailure() {}

    /** It runs, and its time is up. */
    static Finding of(ContainerStatus container, RunnerSpec spec) {
        return Finding.broken(
                Reason.ProbeFailing,
                "the worker runs but its "
                        + (isStarted(container, spec) ? readiness(spec) : startup(spec))
                        + "; see kubectl logs -n " + spec.namespace() + " deploy/" + spec.name() + " and "
                        + Commands.describePods(spec));
    }

    /** It was ended over and over, as its startup probe gave up. */
    static Finding restarted(RunnerSpec spec) {
        return Finding.broken(
                Reason.ProbeFailing,
                "the worker keeps being restarted because its startup probe does not succeed in time: check"
                        + " spec.probes.startup; " + (spec.probes().startsByAgentRunner() ? OTHER_IMAGES + "; " : "")
                        + "see " + Commands.describePods(spec) + " and " + Commands.logs(spec));
    }

    private static boolean isStarted(ContainerStatus container, RunnerSpec spec) {
        return spec.probes().startup().isEmpty() || !Boolean.FALSE.equals(container.getStarted());
    }

    private static String startup(RunnerSpec spec) {
        return "startup probe fails: "
                + (spec.probes().startsByAgentRunner()
                        ? "agent-runner health --liveness does not succeed; " + OTHER_IMAGES
                        : "check spec.probes.startup, and that the image contains the probe's command");
    }

    private static String readiness(RunnerSpec spec) {
        return "readiness probe fails: "
                + (spec.probes().asksForConnection()
                        ? "it has no established connection to the port of TEMPORAL_SERVICE_ADDRESS, or its image has no"
                                + " sh and grep"
                        : "it may be unable to reach Temporal");
    }
}
