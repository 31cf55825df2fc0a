package ai.stigmer.agentrunner.cli;

/** Why a command ends without having done what was asked for: a sentence for the user, never a stack trace. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitCode exitCode;

    private Failure(ExitCode exitCode, String sentence) {
        super(sentence, null, false, false);
        this.exitCode = exitCode;
    }

    /** Something went wrong while doing it. */
    public static Failure failed(String sentence) {
        return new Failure(ExitCode.FAILED, sentence);
    }

    /** What was asked for can't be done as it is written; nothing was changed. */
    public static Failure invalid(String sentence) {
        return new Failure(ExitCode.INVALID, sentence);
    }

    /** There is no container runtime that answers. */
    public static Failure noRuntime(String sentence) {
        return new Failure(ExitCode.NO_RUNTIME, sentence);
    }

    /** There is no cluster that answers, or what is needed of it may not be read. */
    public static Failure noCluster(String sentence) {
        return new Failure(ExitCode.NO_CLUSTER, sentence);
    }

    /** What was given, in words. */
    public String sentence() {
        return String.valueOf(getMessage());
    }

    /** The process' exit code. */
    public ExitCode exitCode() {
        return exitCode;
    }
}
