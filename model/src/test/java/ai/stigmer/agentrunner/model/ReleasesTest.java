package ai.stigmer.agentrunner.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * An upgrade of the operator restarts no worker: what each earlier release made of these AgentRunners, this one makes of
 * them too, to the letter, hashes included.
 */
class ReleasesTest {
    private static final Path RELEASES = Path.of("src/test/resources/releases");
    private static final String TEMPLATE = "pod-template.yaml";

    /** {@code -Dgolden.release=0.2.0} keeps what is made of the cases now, under that name. */
    private static final Optional<String> RELEASE = Optional.ofNullable(System.getProperty("golden.release"));

    /** What decides about the pods of an AgentRunner that nobody has met yet. */
    private static final List<String> INPUTS =
            List.of("in-configmaps.yaml", "in-secrets.yaml", "in-policy.yaml", "in-existing-claim.yaml");

    @BeforeAll
    static void keepRelease(@TempDir Path work) throws IOException {
        if (RELEASE.isPresent()) {
            var seen = new HashSet<JsonNode>();
            for (var folder : GoldenCase.folders()) {
                var name = GoldenCase.CASES.relativize(folder);
                var fresh = fresh(folder, work.resolve(name));
                var template = template(fresh);
                if (template.isPresent() && seen.add(template.get())) {
                    keep(fresh, template.get(), RELEASES.resolve(RELEASE.get()).resolve(name));
                }
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> an_upgrade_leaves_the_pods_of() {
        return releases().stream()
                .flatMap(release -> GoldenCase.folders(release).stream())
                .map(folder -> dynamicTest(RELEASES.relativize(folder).toString(), () -> assertThat(template(folder))
                        .as("the template of the pods, which %s has otherwise: they would restart", folder)
                        .contains(Yaml.read(folder.resolve(TEMPLATE)))));
    }

    @Test
    void there_is_a_release_with_enough_AgentRunners_to_tell() {
        assertThat(releases()).isNotEmpty().allSatisfy(release -> assertThat(GoldenCase.folders(release))
                .hasSizeGreaterThan(30));
    }

    /** The case's AgentRunner as if it were made now. */
    private static Path fresh(Path folder, Path target) throws IOException {
        Files.createDirectories(target);
        for (var input : INPUTS) {
            // Where the claim was there before, it may be no more than what changed.
            var isWhole = !input.equals("in-existing-claim.yaml") || !Files.exists(folder.resolve(CaseHistory.FILE));
            if (isWhole && Files.exists(folder.resolve(input))) {
                Files.copy(folder.resolve(input), target.resolve(input));
            }
        }
        var runner = (ObjectNode) Yaml.read(folder.resolve("in-agentrunner.yaml"));
        runner.remove("status");
        Files.writeString(target.resolve("in-agentrunner.yaml"), Yaml.write(runner));
        return target;
    }

    /** None where nothing may run. */
    private static Optional<JsonNode> template(Path folder) {
        return GoldenCase.at(folder).plan().writes().stream()
                .filter(write -> write.object().getKind().equals("Deployment"))
                .map(write -> Yaml.parse(Yaml.write(write.object())).at("/spec/template"))
                .findFirst();
    }

    private static void keep(Path fresh, JsonNode template, Path target) throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> files = Files.list(fresh)) {
            for (var file : files.toList()) {
                Files.writeString(target.resolve(file.getFileName()), Files.readString(file));
            }
        }
        Files.writeString(target.resolve(TEMPLATE), Yaml.write(template));
    }

    private static List<Path> releases() {
        try (Stream<Path> folders = Files.list(RELEASES)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
