package ai.stigmer.agentrunner.crd;

/** An AgentRunner as a user writes it. */
final class Manifest {
    private Manifest() {}

    /** Takes the spec's lines, each but the first indented by two spaces. */
    static String of(String name, String spec) {
        return """
                apiVersion: stigmer.ai/v1alpha1
                kind: AgentRunner
                metadata:
                  name: %s
                spec:
                  %s
                """.formatted(name, spec);
    }
}
