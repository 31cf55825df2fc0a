package ai.stigmer.agentrunner.operator.client;

import ai.stigmer.agentrunner.api.AgentRunner;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * An AgentRunner that is being deleted and that somebody's finalizer holds. The operator SDK leaves alone whatever it
 * takes to be marked for deletion, unless it has a finalizer of its own there; its mode that doesn't
 * (triggerReconcilerOnAllEvents) also reconciles what is gone and made anew. This one is reconciled like any other.
 */
@Group(AgentRunner.GROUP)
@Version("v1alpha1")
@Kind(AgentRunner.KIND)
@Plural("agentrunners")
final class TerminatingRunner extends AgentRunner {
    private static final long serialVersionUID = 1;

    private TerminatingRunner() {}

    /** The same AgentRunner, for the SDK to reconcile. */
    static AgentRunner of(AgentRunner runner) {
        if (!runner.isMarkedForDeletion()) {
            return runner;
        }
        var terminating = new TerminatingRunner();
        terminating.setMetadata(runner.getMetadata());
        terminating.setSpec(runner.getSpec());
        terminating.setStatus(runner.getStatus());
        return terminating;
    }

    @Override
    public boolean isMarkedForDeletion() {
        return false;
    }
}
