package ai.stigmer.agentrunner.operator.cluster;

import ai.stigmer.agentrunner.testing.LocalCluster;
import ai.stigmer.agentrunner.testing.Repository;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;

/** What agentrunner validate refuses, the API server refuses, and nothing else. {@link Verdicts} says how. */
class ValidateTest {
    private static final Pattern DOCUMENTS = Pattern.compile("(?m)^---\n");

    /** At a document's root: what an autoscaler scales is named by its kind, too. */
    private static final Pattern RUNNER = Pattern.compile("(?m)^kind: AgentRunner$");

    private static final List<String> SCALARS = List.of(
            "1",
            "01",
            "010",
            "0o10",
            "0x1F",
            "0b11",
            "1_000",
            "1e3",
            "1.0",
            "1.5",
            ".5",
            "+5",
            "-0",
            "y",
            "yes",
            "On",
            "off",
            "~",
            "",
            "null",
            "Null",
            "true",
            "True",
            "12:30:45",
            "2026-11-23",
            "2026-11-23T10:00:00Z",
            ".inf",
            ".nan",
            "1.2.3",
            "0.",
            "1e400",
            "99999999999999999999",
            "9223372036854775807",
            "9223372036854775808",
            "!!str 5",
            "!!int \"5\"",
            "!!binary YQ==",
            "\"5\"",
            "'yes'",
            "0o8",
            "08",
            "1__0",
            "_1",
            "1_",
            "0x",
            "-0x1F",
            "1e",
            "1e+3",
            "1.e3",
            "=",
            "<<",
            "@a",
            "a: b");

    @Tag("cluster")
    @Example
    void of_every_manifest_of_the_repository() throws IOException {
        var verdicts = Verdicts.in(Files.createTempDirectory("verdicts"), LocalCluster.up());
        manifests().forEach(file -> {
            var documents = DOCUMENTS
                    .splitAsStream(read(file))
                    .filter(text -> RUNNER.matcher(text).find())
                    .toList();
            if (!isChange(file, documents)) {
                documents.forEach(document -> verdicts.add(
                        file.getFileName().toString(), document.replace("namespace: agents", "namespace: default")));
            }
        });
        System.out.println(verdicts.assertSame());
    }

    /** Several versions of one object, of which the last is refused. */
    private static boolean isChange(Path file, List<String> documents) {
        return documents.size() > 1 && file.toString().contains("/resources/");
    }

    private static Stream<Path> manifests() {
        return Stream.of(
                        "crds/generator/src/test/resources/valid",
                        "crds/generator/src/test/resources/invalid",
                        "manifests/samples",
                        "model/src/test/resources/cases")
                .flatMap(folder -> files(Repository.root().resolve(folder)))
                .filter(file -> file.toString().matches(".*/(in-agentrunner|[^/]*/[^/]*)[.]yaml"))
                .filter(file -> !file.toString().contains("/cases/") || file.endsWith("in-agentrunner.yaml"))
                .sorted();
    }

    private static Stream<Path> files(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Tag("cluster")
    @Example
    void of_any_scalar_without_quotes() throws IOException {
        var verdicts = Verdicts.in(Files.createTempDirectory("verdicts"), LocalCluster.up());
        for (var scalar : SCALARS) {
            verdicts.add("text", manifest("{version: 1.4.2}") + "  serviceAccountName: " + scalar + "\n");
            verdicts.add("integer", manifest("{version: 1.4.2}") + "  replicas: " + scalar + "\n");
            verdicts.add("number", manifest("{version: 1.4.2}") + "  llm:\n    temperature: " + scalar + "\n");
            verdicts.add("boolean", manifest("{version: 1.4.2}") + "  suspend: " + scalar + "\n");
            verdicts.add(
                    "size", manifest("{version: 1.4.2}") + "  workspace:\n    claim:\n      size: " + scalar + "\n");
            verdicts.add(
                    "label", manifest("{version: 1.4.2}").replace("spec:", "  labels:\n    a: " + scalar + "\nspec:"));
        }
        System.out.println(verdicts.assertSame());
    }

    private static String manifest(String spec) {
        return "apiVersion: stigmer.ai/v1alpha1\nkind: AgentRunner\nmetadata:\n  name: demo\nspec:\n  <<: " + spec
                + "\n";
    }

    /** Always the same ones: chance is for the campaign, whose failure is nobody else's. */
    @Tag("cluster")
    @Property(tries = 1, seed = "62", shrinking = ShrinkingMode.OFF)
    void of_two_hundred_random_manifests(@ForAll("hundred") List<ObjectNode> specs) throws IOException {
        System.out.println(compared(specs, 62));
    }

    @Tag("faults")
    @Property(tries = 2, shrinking = ShrinkingMode.OFF)
    void of_two_thousand_random_manifests(@ForAll("fiveHundred") List<ObjectNode> specs, @ForAll long seed)
            throws IOException {
        System.out.println(compared(specs, seed));
    }

    /** Each as it is, and with a mutation. */
    private static String compared(List<ObjectNode> specs, long seed) throws IOException {
        var verdicts = Verdicts.in(Files.createTempDirectory("verdicts"), LocalCluster.up());
        var mutations = new Mutations(seed);
        for (var spec : specs) {
            var manifest = JsonNodeFactory.instance
                    .objectNode()
                    .put("apiVersion", "stigmer.ai/v1alpha1")
                    .put("kind", "AgentRunner");
            manifest.putObject("metadata")
                    .put("name", "demo")
                    .putObject("labels")
                    .put("team", "agents");
            manifest.set("spec", spec);
            verdicts.add("random", manifest.toString())
                    .add("mutated", mutations.of(manifest).toString());
        }
        return verdicts.assertSame();
    }

    @Provide
    Arbitrary<List<ObjectNode>> hundred() {
        return SchemaValues.specs().list().ofSize(100);
    }

    @Provide
    Arbitrary<List<ObjectNode>> fiveHundred() {
        return SchemaValues.specs().list().ofSize(500);
    }
}
