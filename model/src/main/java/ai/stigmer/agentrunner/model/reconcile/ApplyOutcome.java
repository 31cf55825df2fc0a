package ai.stigmer.agentrunner.model.reconcile;

import ai.stigmer.agentrunner.model.plan.Observed;

/** How far applying one plan came. */
sealed interface ApplyOutcome {
    /** Every request was sent and accepted. */
    record Done() implements ApplyOutcome {}

    /** The API server knew better; this is what is known now. */
    record Learnt(Observed observed) implements ApplyOutcome {}

    /** The namespace goes, there is nothing more to do. */
    record NamespaceGone() implements ApplyOutcome {}

    /** The AgentRunner goes, and an object that has lost its owner must not be given this one. */
    record RunnerGone() implements ApplyOutcome {}
}
