package ai.stigmer.agentrunner.operator.apply;

import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.plan.PlannedEvent;
import ai.stigmer.agentrunner.model.reconcile.ApiServer;
import ai.stigmer.agentrunner.operator.client.UnreadableRunner;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Tells of AgentRunners that the operator can't read: a status of theirs would have to say what they ask for. */
public final class UnreadableEvents {
    private static final RunnerLog LOG = new RunnerLog(LoggerFactory.getLogger(UnreadableEvents.class));

    private final ApiServer server;

    public UnreadableEvents(ApiServer server) {
        this.server = server;
    }

    /** Records what is to be corrected. */
    public void record(UnreadableRunner runner) {
        LOG.log(Level.WARN, runner, "can't be read and is left as it is: " + runner.problem());
        server.record(
                runner,
                new PlannedEvent(
                        "Warning",
                        Reason.Unreadable,
                        "the operator can't read this AgentRunner and leaves everything as it is: correct "
                                + runner.problem()));
    }
}
