package ai.stigmer.agentrunner.model.reconcile;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.plan.BuildChange;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a reconcile has come to.
 *
 * @param written the AgentRunner with the status that was written; empty: none was
 * @param buildChanges what became of its build, as that status tells
 * @param timeToReady since its creation, where this status is the first that says Ready; empty otherwise
 * @param requeueAfter when to reconcile again even if nothing is heard from the cluster
 * @param failure to be thrown once the rest is done with; empty: it did not fail
 */
public record ReconcileResult(
        Outcome outcome,
        Optional<AgentRunner> written,
        List<BuildChange> buildChanges,
        Optional<Duration> timeToReady,
        Optional<Duration> requeueAfter,
        Optional<TemporaryFailure> failure) {

    /** How a reconcile ended. */
    public enum Outcome {
        /** Nothing was looked at: another is under way, or the watch has yet to tell of our own write. */
        Postponed,
        /** Nothing had to be written. */
        Unchanged,
        /** Something was written. */
        Written,
        /** The API server refused something for good; the status says so. */
        Refused,
        /** A request failed for now; the status says so once it has failed for a while. */
        Failed,
        /** The namespace is being deleted, or the AgentRunner while its objects were to be taken up again. */
        NamespaceGone
    }

    static ReconcileResult of(Outcome outcome, Optional<Duration> requeueAfter) {
        return new ReconcileResult(
                outcome, Optional.empty(), List.of(), Optional.empty(), requeueAfter, Optional.empty());
    }

    static ReconcileResult failed(TemporaryFailure failure) {
        return new ReconcileResult(
                Outcome.Failed, Optional.empty(), List.of(), Optional.empty(), Optional.empty(), Optional.of(failure));
    }

    ReconcileResult requeuedAfter(Duration delay) {
        return new ReconcileResult(outcome, written, buildChanges, timeToReady, Optional.of(delay), failure);
    }
}
