package ai.stigmer.agentrunner.operator.apply;

/** Is told of what was written, for the metrics. */
public interface WriteMetrics {
    /**
     * @param kind of the object
     * @param verb create, apply, patch or delete
     */
    void written(String kind, String verb);

    /** An Event could not be recorded. */
    void eventLost();
}
