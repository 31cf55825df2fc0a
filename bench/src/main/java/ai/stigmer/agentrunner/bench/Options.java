package ai.stigmer.agentrunner.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What to measure. */
final class Options {
    @Option(names = "--burst", split = ",", paramLabel = "N", description = "AgentRunners made at once, e.g. 300,1000")
    List<Integer> bursts = new ArrayList<>();

    @Option(names = "--steady", paramLabel = "SECONDS", description = "ten AgentRunners a second, for so long")
    int steadySeconds;

    @Option(
            names = "--scale",
            paramLabel = "N",
            description = "memory with N suspended AgentRunners, and with half as many that run; nothing else")
    int scale;

    /** Read by tools/bench. */
    @Option(names = "--plain", description = "on a cluster with kwok's own stages and a class that binds at once")
    boolean plain;

    @Option(names = "--repeat", paramLabel = "N", description = "do all of it so often; medians are printed")
    int repeat = 1;

    @Option(
            names = "--subjects",
            split = ",",
            paramLabel = "NAME",
            description = "of floor, ideal and operator; all by default")
    List<String> subjects = List.of("floor", "ideal", "operator");

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "AgentRunners made and removed before, by each subject")
    int warmUp = 50;

    @Option(names = "--no-aot", description = "don't make and use a cache of the operator's loaded classes")
    boolean noAot;

    @Option(names = "--jvm", paramLabel = "FLAG", description = "one more flag of the operator's JVM, may be repeated")
    List<String> jvm = new ArrayList<>();

    @Option(names = "--operator", paramLabel = "FLAG", description = "one more flag of the operator, may be repeated")
    List<String> operator = new ArrayList<>();

    @Option(
            names = "--page",
            paramLabel = "FILE",
            description = "only write the figures of the last runs, of each kind, into this page")
    Path page = Path.of("");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true)
    boolean help;

    RunKind kind() {
        return scale > 0 ? RunKind.SCALE : plain ? RunKind.PLAIN : RunKind.OWN_STAGES;
    }

    /** The scenarios that docs/performance.md lists, unless something was chosen. */
    void complete() {
        if (bursts.isEmpty() && steadySeconds == 0 && scale == 0) {
            bursts = List.of(300, 1000);
            steadySeconds = 10;
        }
    }
}
