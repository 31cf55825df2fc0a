package ai.stigmer.agentrunner.operator.install;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.testkit.Kustomize;
import ai.stigmer.agentrunner.testing.LocalCluster;
import ai.stigmer.agentrunner.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether each supported version of Kubernetes knows every field of what we ship. */
@Tag("install")
class ConformTest {
    private static final Path ROOT = Repository.root();
    private static final int VERSIONS = 4;

    private final Path folder;

    ConformTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void all_that_the_chart_and_the_overlays_render_is_known_to_every_supported_Kubernetes() throws IOException {
        var files = files(ROOT.resolve("manifests/samples"), ".yaml");
        write("chart-default", Helm.template());
        for (var values : files(ROOT.resolve("helm/agentrunner-operator/ci"), "-values.yaml")) {
            write("chart-" + values.getFileName(), Helm.template("--values=" + values));
        }
        for (var overlay : Kustomize.overlays()) {
            write("overlay-" + overlay, Kustomize.render(LocalCluster.up(), overlay, List.of()));
        }
        write("components", Kustomize.render(LocalCluster.up(), "default", Kustomize.components()));
        files.addAll(files(folder, ""));
        assertThat(files).hasSizeGreaterThan(12);

        var answer = conform(files);
        assertThat(answer.exit()).as(answer.out() + answer.err()).isZero();
        assertThat(answer.out().lines().filter(line -> line.startsWith("Kubernetes v1.")))
                .hasSize(VERSIONS);
        assertThat(answer.out().lines().filter(line -> line.startsWith("Summary: ")))
                .hasSize(VERSIONS)
                .allMatch(line -> line.contains("in " + files.size() + " files")
                        && line.endsWith("Invalid: 0, Errors: 0, Skipped: 0"));
    }

    @Test
    void one_field_that_is_wrong_is_found() throws IOException {
        var values = "--values=" + ROOT.resolve("helm/agentrunner-operator/ci/everything-values.yaml");
        var rendered = Helm.template(values);
        var mistakes = new TreeMap<>(Map.of(
                "serviceAccountName: agents", "serviceAcountName: agents",
                "periodSeconds: 20", "periodSeconds: soon",
                "limits:\n              cpu: 1.5", "limits:\n              cpu: true",
                "resourceNames: [agents]", "resourceName: [agents]",
                "podSelector:", "podSelectors:",
                "apiVersion: policy/v1\n", "apiVersion: policy/v1beta1\n",
                "podMetricsEndpoints:", "podMetricEndpoints:",
                "openAPIV3Schema:", "openAPIV2Schema:",
                "probes:\n    disabled: true", "probes:\n    disable: true",
                "metadata:\n  name: agents-test\n", "metadata:\n  names: agents-test\n"));
        var files = new ArrayList<Path>();
        for (var mistake : mistakes.entrySet()) {
            assertThat(rendered).contains(mistake.getKey());
            files.add(write("mistake-" + files.size(), rendered.replace(mistake.getKey(), mistake.getValue())));
        }
        var answer = conform(files);
        assertThat(answer.exit()).as(answer.err()).isEqualTo(1);
        for (var file : files) {
            assertThat(answer.out().lines().filter(line -> line.startsWith(file + " - ")))
                    .as("%s in %s", new ArrayList<>(mistakes.values()).get(files.indexOf(file)), answer.out())
                    .hasSizeGreaterThanOrEqualTo(VERSIONS);
        }
    }

    private Path write(String name, String rendered) throws IOException {
        return Files.writeString(folder.resolve(name + ".yaml"), rendered);
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (var files = Files.list(folder)) {
            return new ArrayList<>(
                    files.filter(file -> file.toString().endsWith(ending)).toList());
        }
    }

    private static LocalCluster.Result conform(List<Path> files) {
        var command = new ArrayList<>(List.of(ROOT.resolve("tools/conform").toString()));
        files.forEach(file -> command.add(file.toString()));
        return Helm.execute(command);
    }
}
