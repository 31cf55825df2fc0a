package ai.stigmer.agentrunner.cli;

/** The exit codes; scripts rely on them. */
public enum ExitCode {
    OK(0, "done; what was started is healthy, what was checked has no error"),
    FAILED(
            1,
            "something failed, and standard error says what and why; validate: an AgentRunner would be refused; image test: a"
                    + " point fails; diff: there is a difference"),
    INVALID(2, "the arguments or a manifest can't be used; nothing was changed"),
    NO_RUNTIME(3, "neither Docker nor Podman answers"),
    NO_CLUSTER(4, "no cluster answers, or it may not be read; diff: also whatever else has failed"),
    INTERRUPTED(130, "stopped by Ctrl-C; nothing half made is left");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** As the process ends with. */
    public int number() {
        return number;
    }

    /** For the help. */
    public String meaning() {
        return meaning;
    }
}
