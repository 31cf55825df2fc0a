package ai.stigmer.agentrunner.model.simulation;

/**
 * When the AgentRunner is reconciled, with the rules of JOSDK 5.2 (EventProcessor and TimerEventSource): one reconcile at
 * a time, unless the AgentRunner is deleted and made anew while one is under way, which the SDK then no longer knows of;
 * and what was scheduled meanwhile is dropped at the end of the first.
 */
final class SimulatedQueue {
    private boolean isMarked;
    private boolean isUnderWay;
    private boolean isScheduled;

    SimulatedQueue() {}

    SimulatedQueue(SimulatedQueue other) {
        isMarked = other.isMarked;
        isUnderWay = other.isUnderWay;
        isScheduled = other.isScheduled;
    }

    void mark() {
        isMarked = true;
    }

    /** It is to be reconciled now. */
    boolean isReady() {
        return isMarked && !isUnderWay;
    }

    /** It is to be reconciled after a while, whatever happens. */
    boolean isScheduled() {
        return isScheduled;
    }

    void begin() {
        isMarked = false;
        isScheduled = false;
        isUnderWay = true;
    }

    void end(boolean requeues) {
        isUnderWay = false;
        isScheduled = requeues;
    }

    /** It was deleted. */
    void remove() {
        isMarked = false;
        isUnderWay = false;
        isScheduled = false;
    }

    @Override
    public String toString() {
        return isMarked + "," + isUnderWay + "," + isScheduled;
    }
}
