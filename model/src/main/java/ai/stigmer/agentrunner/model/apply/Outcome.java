package ai.stigmer.agentrunner.model.apply;

import ai.stigmer.agentrunner.model.plan.Observed;

/** How far applying one plan came. */
sealed interface Outcome {
    /** All was sent and accepted. */
    record Done() implements Outcome {}

    /** The API server knew better; this is what is known now. */
    record Learnt(Observed observed) implements Outcome {}

    /** The namespace goes, there is nothing more to do. */
    record NamespaceGone() implements Outcome {}
}
