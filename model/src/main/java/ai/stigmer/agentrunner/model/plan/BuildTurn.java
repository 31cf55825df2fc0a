package ai.stigmer.agentrunner.model.plan;

/** What the installation's queue of builds says to one that has not ended. */
public enum BuildTurn {
    /** Others may be first: one that has not begun waits, one that has begun goes on. */
    PENDING,
    /** It may begin, or begin again where its Job is suspended. */
    GRANTED,
    /** Another waits for its place: it is suspended, unless a node has taken its pod. */
    WITHDRAWN
}
