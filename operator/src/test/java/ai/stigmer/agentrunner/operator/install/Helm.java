package ai.stigmer.agentrunner.operator.install;

import ai.stigmer.agentrunner.testing.LocalCluster;
import ai.stigmer.agentrunner.testing.Repository;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The real helm and helm-docs, built the first time, and the chart. */
final class Helm {
    static final String NAMESPACE = "agentrunner-system";
    static final String RELEASE = "agentrunner-operator";
    private static final Path CHART = Repository.root().resolve("helm/agentrunner-operator");
    private static final String NEWEST_KUBERNETES = "1.36.0";
    private static final long MINUTES = 10;

    private static final YAMLMapper YAML = new YAMLMapper();

    private Helm() {}

    /** What helm template makes of these values. */
    static String template(String... options) {
        return templateOrRefusal(options).orThrow();
    }

    /** As helm template answers, also where it refuses the values. */
    static LocalCluster.Result templateOrRefusal(String... options) {
        var all = new ArrayList<>(List.of(
                "template",
                RELEASE,
                CHART.toString(),
                "--namespace=" + NAMESPACE,
                "--kube-version=" + NEWEST_KUBERNETES));
        all.addAll(Arrays.asList(options));
        return run(all);
    }

    /** A command on a cluster, with the chart after its first words. */
    static String on(LocalCluster cluster, String command, String... options) {
        return on(cluster, command, CHART, options);
    }

    /** helm install of the chart of the release before this one. */
    static String installLastRelease(LocalCluster cluster, String... options) {
        return on(cluster, "install", Repository.root().resolve("helm/last-release.tgz"), options);
    }

    private static String on(LocalCluster cluster, String command, Path chart, String... options) {
        var all = new ArrayList<>(List.of(command, RELEASE));
        if (command.equals("install") || command.equals("upgrade")) {
            all.add(chart.toString());
        }
        all.addAll(List.of("--namespace=" + NAMESPACE, "--kubeconfig=" + cluster.kubeconfig()));
        all.addAll(Arrays.asList(options));
        return run(all).orThrow();
    }

    static String lint() {
        return run(List.of("lint", "--strict", CHART.toString())).orThrow();
    }

    /** The README that helm-docs makes of the values. */
    static String readme() {
        return execute(List.of(
                        program("helm-docs"),
                        "--dry-run",
                        "--log-level=warning",
                        "--sort-values-order=file",
                        "--chart-search-root=" + CHART))
                .orThrow();
    }

    /** The objects of a stream of YAML. */
    static List<JsonNode> objects(String yaml) {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            return documents.readAll().stream().filter(JsonNode::isObject).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LocalCluster.Result run(List<String> arguments) {
        var command = new ArrayList<>(List.of(program("helm")));
        command.addAll(arguments);
        return execute(command);
    }

    private static String program(String name) {
        return execute(List.of(Repository.root().resolve("tools/go-program").toString(), name))
                .orThrow()
                .strip();
    }

    /** Any program. */
    static LocalCluster.Result execute(List<String> command) {
        return LocalCluster.run(command, MINUTES);
    }
}
