package ai.stigmer.agentrunner.model.status;

import ai.stigmer.agentrunner.model.render.Labels;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;

/** The commands that messages recommend. */
final class Commands {

    private Commands() {}

    static String logs(RunnerSpec spec) {
        return "kubectl logs -n " + spec.namespace() + " deploy/" + spec.name() + " --previous";
    }

    static String describePods(RunnerSpec spec) {
        return "kubectl describe pods -n " + spec.namespace() + " -l " + Labels.RUNNER + "=" + spec.name();
    }

    static String describe(RunnerSpec spec, String kind, String name) {
        return "kubectl describe -n " + spec.namespace() + " " + kind + "/" + name;
    }
}
