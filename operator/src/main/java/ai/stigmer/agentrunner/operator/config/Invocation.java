package ai.stigmer.agentrunner.operator.config;

/** What one call of the program asks for. */
public sealed interface Invocation {
    /** To run with these settings. */
    record Run(OperatorConfig config) implements Invocation {}

    /** To print something, the help or the version, and end. */
    record Print(String text) implements Invocation {}
}
