package ai.stigmer.agentrunner.operator.config;

/** What the command line asks for. */
public sealed interface Invocation {
    record Run(OperatorConfig config) implements Invocation {}

    /**
     * To print and end.
     *
     * @param text the help, or the version
     */
    record Print(String text) implements Invocation {}
}
