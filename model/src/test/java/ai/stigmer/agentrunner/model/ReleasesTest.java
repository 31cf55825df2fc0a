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
 * An upgrade of the operator restarts no worker: where an earlier release made the Deployment that is live, this one leaves
 * the template of its pods as it is.
 */
class ReleasesTest {
    private static final Path RELEASES = Path.of("src/test/resources/releases");
    private static final String DEPLOYMENT = "in-deployment.yaml";
    private static final String TEMPLATE = "/spec/template";

    /** What the API server changes by itself. */
    private static final List<String> VERSIONS = List.of("resourceVersion", "managedFields");

    /** {@code -Dgolden.release=0.2.0} keeps the Deployments that are made of the cases now, under that name. */
    private static final Optional<String> RELEASE = Optional.ofNullable(System.getProperty("golden.release"));

    /** What decides about the pods of an AgentRunner that nobody has met yet. */
    private static final List<String> INPUTS = List.of(
            "in-configmaps.yaml",
            "in-secrets.yaml",
            "in-policy.yaml",
            "in-allowed-metadata.yaml",
            "in-existing-claim.yaml");

    @BeforeAll
    static void keepRelease(@TempDir Path work) throws IOException {
        if (RELEASE.isPresent()) {
            var seen = new HashSet<JsonNode>();
            for (var folder : GoldenCase.folders()) {
                var name = GoldenCase.CASES.relativize(folder);
                var fresh = fresh(folder, work.resolve(name));
                var live = live(fresh);
                if (live.isPresent() && seen.add(live.get().at(TEMPLATE))) {
                    keep(fresh, live.get(), RELEASES.resolve(RELEASE.get()).resolve(name));
                }
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> an_upgrade_leaves_the_pods_of() {
        return releases().stream()
                .flatMap(release -> GoldenCase.folders(release).stream())
                .map(folder -> dynamicTest(RELEASES.relativize(folder).toString(), () -> check(folder)));
    }

    private static void check(Path folder) {
        var upgrade = GoldenCase.at(folder);
        assertThat(upgrade.plan().status().toString())
                .as("the status of %s: what is refused tells nothing of the pods", folder)
                .doesNotContain("Stalled");
        assertThat(template(upgrade.after()))
                .as(
                        "the template of the pods of %s, which would restart: what is rendered otherwise needs a new"
                                + " RenderingRevision (CONTRIBUTING.md)",
                        folder)
                .isEqualTo(template(upgrade.cluster()));
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

    /** The Deployment once it is rolled out; none where nothing may run. */
    private static Optional<ObjectNode> live(Path folder) {
        var cluster = GoldenCase.at(folder).after();
        cluster.runControllers();
        return cluster.get("Deployment").map(ObjectNode::deepCopy).map(live -> {
            ((ObjectNode) live.get("metadata")).remove(VERSIONS);
            return live;
        });
    }

    private static Optional<JsonNode> template(FakeCluster cluster) {
        return cluster.get("Deployment").map(live -> live.at(TEMPLATE));
    }

    private static void keep(Path fresh, JsonNode live, Path target) throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> files = Files.list(fresh)) {
            for (var file : files.toList()) {
                Files.writeString(target.resolve(file.getFileName()), Files.readString(file));
            }
        }
        Files.writeString(target.resolve(DEPLOYMENT), Yaml.write(live));
    }

    private static List<Path> releases() {
        try (Stream<Path> folders = Files.list(RELEASES)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
