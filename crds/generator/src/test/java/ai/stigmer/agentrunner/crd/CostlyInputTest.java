package ai.stigmer.agentrunner.crd;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.testing.LocalCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One request must not keep the API server busy, whatever it holds. Where this fails, the API server that was asked works
 * on for good: {@code tools/cluster down} ends it.
 */
@Tag("cluster")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CostlyInputTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    /** What one request may hold, less what is around it. */
    private static final int LARGE = 1_000_000;

    private final LocalCluster cluster = LocalCluster.up();
    private String namespace = "";

    @BeforeAll
    void ownNamespace() {
        namespace = cluster.newNamespace("costly");
    }

    @AfterAll
    void removeAll() {
        cluster.client().namespaces().withName(namespace).delete();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1E-999999999", "12345678901234567890e999999999"})
    void a_large_exponent_is_refused_with_a_sentence(String quantity) throws IOException {
        assertThat(create("""
                workspace: {claim: {size: '%1$s'}}
                  resources: {limits: {cpu: '%1$s'}}
                  build: {source: {git: {url: 'https://a/b'}}, resources: {requests: {memory: '%1$s'}}}
                """.formatted(quantity)).err())
                .contains(
                        "spec.workspace.claim.size: Invalid value",
                        "write a size above zero with a unit, e.g. 10Gi",
                        "spec.resources.limits: Invalid value",
                        "spec.build.resources.requests: Invalid value",
                        "write quantities, e.g. 500m CPU or 512Mi memory");
        assertThat(create("workspace: {ephemeral: {sizeLimit: '" + quantity + "'}}")
                        .err())
                .contains("write a size above zero with a unit, e.g. 1Gi");
    }

    @Test
    void so_is_one_in_a_change() throws IOException {
        cluster.apply(Manifest.of("grows", "version: 1.4.2"), "--namespace", namespace)
                .orThrow();
        var manifest = Manifest.of("grows", "version: 1.4.2\n  workspace: {claim: {size: '1e999999999'}}");
        assertThat(ask(manifest, "apply", "--server-side", "--field-manager=other")
                        .err())
                .contains("write a size above zero with a unit, e.g. 10Gi");
    }

    @Test
    void many_digits_are_refused_with_the_number_that_is_allowed() throws IOException {
        var digits = "'" + "1".repeat(LARGE / 2) + "'";
        assertThat(create("workspace: {claim: {size: " + digits + "}}\n  resources: {requests: {cpu: " + digits + "}}")
                        .err())
                .contains(
                        "spec.workspace.claim.size: Too long: may not be more than 32 bytes",
                        "spec.resources.requests.cpu: Too long: may not be more than 32 bytes");
    }

    @Test
    void long_texts_are_refused_soon() throws IOException {
        assertThat(create("""
                image: {repository: %s, digest: %s}
                  workspace: {mountPath: %s}
                  disruptionBudget: {minAvailable: %s}
                  env: [{name: %s}]
                  build: {source: {git: {url: %s, ref: %s, subPath: %s}}, platforms: [%s]}
                """.formatted(
                                        repeated("a-"),
                                        repeated("0"),
                                        repeated("/"),
                                        repeated("1"),
                                        repeated("A"),
                                        repeated("https://a:"),
                                        repeated("a/"),
                                        repeated("../"),
                                        repeated("a/")))
                        .exit())
                .isNotZero();
    }

    @Test
    void the_largest_files_that_are_allowed_are_counted_soon() throws IOException {
        var file = "'" + "a".repeat(131_072) + "'";
        assertThat(create("build: {source: {inline: {files: {Dockerfile: " + file + "}}}}")
                        .exit())
                .isZero();
        assertThat(create("build: {source: {inline: {files: {Dockerfile: " + file + ", other: " + file + "}}}}")
                        .err())
                .contains("write at most 131072 bytes in all files together");
    }

    @Test
    void long_lists_are_refused_with_the_number_that_is_allowed() throws IOException {
        assertThat(create("""
                env: [%s]
                  resources: {claims: [%s]}
                  template: {sidecars: [{name: a, image: a, ports: [%s], volumeMounts: [%s], volumeDevices: [%s]}]}
                """.formatted(
                                        elements("{name: A%d}"),
                                        elements("{name: a%d}"),
                                        elements("{containerPort: %d}"),
                                        elements("{name: a, mountPath: '/%d'}"),
                                        elements("{name: a, devicePath: '/%d'}")))
                        .err())
                .contains(
                        "spec.env: Too many: 8000: must have at most 512 items",
                        "spec.resources.claims: Too many: 8000: must have at most 64 items",
                        "sidecars[0].ports: Too many: 8000: must have at most 256 items",
                        "sidecars[0].volumeMounts: Too many: 8000: must have at most 256 items",
                        "sidecars[0].volumeDevices: Too many: 8000: must have at most 256 items");
    }

    private static String repeated(String part) {
        return "'" + part.repeat(LARGE / 10 / part.length()) + "'";
    }

    private static String elements(String element) {
        return IntStream.rangeClosed(1, 8000)
                .mapToObj(i -> element.replace("%d", "" + i))
                .collect(Collectors.joining(","));
    }

    /** Says what the API server answers to a dry run. */
    private LocalCluster.Result create(String field) throws IOException {
        return ask(Manifest.of("costly", "version: 1.4.2\n  " + field), "create", "--validate=false");
    }

    private LocalCluster.Result ask(String manifest, String... command) throws IOException {
        var file = Files.writeString(Files.createTempFile("costly", ".yaml"), manifest);
        var all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--dry-run=server", "--request-timeout=" + SOON.toSeconds() + "s"));
        all.addAll(List.of("-n", namespace, "-f", file.toString()));
        var begun = System.nanoTime();
        var answer = cluster.kubectl(all.toArray(String[]::new));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
        Files.delete(file);
        return answer;
    }
}
