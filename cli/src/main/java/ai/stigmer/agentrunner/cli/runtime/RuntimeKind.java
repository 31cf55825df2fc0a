package ai.stigmer.agentrunner.cli.runtime;

/** The container runtimes that are known. */
public enum RuntimeKind {
    DOCKER("Docker"),
    PODMAN("Podman");

    private final String title;

    RuntimeKind(String title) {
        this.title = title;
    }

    /** For people. */
    public String title() {
        return title;
    }

    /** Of the option --runtime. */
    @Override
    public String toString() {
        return title.toLowerCase(java.util.Locale.ROOT);
    }
}
