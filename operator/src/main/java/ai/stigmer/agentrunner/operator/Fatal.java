package ai.stigmer.agentrunner.operator;

/** How the process ends when it can't go on. Either way with an exit code other than 0. */
public interface Fatal {
    /**
     * Ends at once, without finishing what is under way: another replica may act already.
     *
     * @param why one sentence
     */
    void abort(String why);

    /**
     * Ends in good order: reconciles under way are finished and the Lease is given back.
     *
     * @param why one sentence
     */
    void exit(String why);
}
