package ai.stigmer.agentrunner.operator;

/** How the process ends when it can't go on. */
public interface Fatal {
    /**
     * Ends it, with an exit code other than 0.
     *
     * @param why one sentence
     * @param atOnce without finishing what is under way: another replica may act already
     */
    void end(String why, boolean atOnce);
}
