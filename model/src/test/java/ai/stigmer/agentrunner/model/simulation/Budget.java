package ai.stigmer.agentrunner.model.simulation;

/**
 * How much may still go wrong.
 *
 * @param faults requests that fail
 * @param crashes of the operator
 * @param watches that start anew or tell again what they told
 * @param edits by users
 */
record Budget(int faults, int crashes, int watches, int edits) {
    static final Budget NONE = new Budget(0, 0, 0, 0);

    Budget lessFaults() {
        return new Budget(faults - 1, crashes, watches, edits);
    }

    Budget lessCrashes() {
        return new Budget(faults, crashes - 1, watches, edits);
    }

    Budget lessWatches() {
        return new Budget(faults, crashes, watches - 1, edits);
    }

    Budget lessEdits() {
        return new Budget(faults, crashes, watches, edits - 1);
    }
}
