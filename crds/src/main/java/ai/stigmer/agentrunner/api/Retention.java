package ai.stigmer.agentrunner.api;

/** What becomes of the claim when its AgentRunner goes. */
public enum Retention {
    Retain,
    Delete
}
