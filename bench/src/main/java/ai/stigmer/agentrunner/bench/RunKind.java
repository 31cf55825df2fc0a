package ai.stigmer.agentrunner.bench;

import java.nio.file.Path;

/** What is measured together; docs/performance.md has the figures of the last run of each. */
enum RunKind {
    /** With pods that are ready at once, where their image's tag says so, and other stages of kwok. */
    OWN_STAGES("bench"),
    /** On a cluster with kwok's own stages. */
    PLAIN("bench-plain"),
    /** Memory with many AgentRunners. */
    SCALE("bench-scale");

    private final String name;

    RunKind(String name) {
        this.name = name;
    }

    /** As the page marks its figures. */
    String label() {
        return name;
    }

    /** Where the figures of the last run are. */
    Path json() {
        return Path.of("bench/target", name + ".json");
    }
}
