package ai.stigmer.agentrunner.crd;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.testing.LocalCluster;
import ai.stigmer.agentrunner.testing.Repository;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a user sees of the API through kubectl, without any operator. */
@Tag("cluster")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubectlTest {
    private final LocalCluster cluster = LocalCluster.up();
    private String namespace = "";

    @BeforeAll
    void ownNamespace() {
        namespace = cluster.newNamespace("kubectl");
    }

    @Test
    void explains_each_field() {
        assertThat(kubectl("explain", "ar.spec.workspace.claim.retention"))
                .contains("Retain: it stays", "Default: Retain");
        assertThat(kubectl("explain", "ar.spec.probes.liveness.httpGet"))
                .contains("See kubectl explain pod.spec.containers.livenessProbe.httpGet", "port");
    }

    @Test
    void scales() {
        apply("scaled", "version: 1.4.2\n  replicas: 1");
        kubectl("scale", "ar/scaled", "--replicas=3");
        assertThat(field("scaled", "{.spec.replicas}")).isEqualTo("3");
        status("scaled", "{\"replicas\":2,\"selector\":\"stigmer.ai/agentrunner=scaled\"}");
        var scale = kubectl(
                "get", "--raw", "/apis/stigmer.ai/v1alpha1/namespaces/" + namespace + "/agentrunners/scaled/scale");
        assertThat(scale)
                .contains("\"replicas\":3", "\"replicas\":2", "\"selector\":\"stigmer.ai/agentrunner=scaled\"");
    }

    @Test
    void scales_where_the_manifest_says_no_number() {
        apply("unscaled", "version: 1.4.2");
        kubectl("scale", "ar/unscaled", "--replicas=3");
        assertThat(field("unscaled", "{.spec.replicas}")).isEqualTo("3");
    }

    @Test
    void scales_no_further_than_the_bound() {
        apply("bounded", "version: 1.4.2\n  replicas: 1");
        assertThat(cluster.kubectl("scale", "ar/bounded", "--replicas=2147483647", "--namespace", namespace)
                        .err())
                .contains("write 0 to 1000; 0 runs no pods");
        assertThat(field("bounded", "{.spec.replicas}")).isEqualTo("1");
    }

    @Test
    void lists_what_matters() {
        apply("listed", "version: 1.4.2");
        status("listed", """
                {"phase":"Progressing","image":"ghcr.io/stigmer/agent-runner:1.4.2","replicas":2,"readyReplicas":1,
                 "build":{"phase":"Running"},
                 "conditions":[{"type":"Available","status":"True","message":"no"},
                 {"type":"Ready","status":"False","message":"1 of 2 pods is ready"}]}""");
        assertThat(kubectl("get", "ar", "listed").lines())
                .anySatisfy(line -> assertThat(line.split(" +"))
                        .containsExactly("NAME", "VERSION", "PHASE", "READY", "REPLICAS", "AGE"))
                .anySatisfy(
                        line -> assertThat(line.split(" +")).startsWith("listed", "1.4.2", "Progressing", "1", "2"));
        assertThat(kubectl("get", "ar", "listed", "-o", "wide"))
                .contains(
                        "IMAGE",
                        "BUILD",
                        "MESSAGE",
                        "ghcr.io/stigmer/agent-runner:1.4.2",
                        "Running",
                        "1 of 2 pods is ready")
                .doesNotContain(" no ");
    }

    @Test
    void lists_it_among_all_and_stigmer() {
        apply("categorized", "version: 1.4.2");
        assertThat(kubectl("get", "all", "-o", "name")).contains("agentrunner.stigmer.ai/categorized");
        assertThat(kubectl("get", "stigmer", "-o", "name")).contains("agentrunner.stigmer.ai/categorized");
    }

    @Test
    void applies_the_same_manifest_twice_without_a_change() {
        assertThat(apply("twice", "version: 1.4.2\n  workspace: {claim: {size: 1024Mi}}"))
                .contains("created");
        assertThat(apply("twice", "version: 1.4.2\n  workspace: {claim: {size: 1024Mi}}"))
                .contains("unchanged");
    }

    @Test
    void marks_a_fresh_object_as_not_yet_seen() {
        apply("fresh", "version: 1.4.2");
        assertThat(field("fresh", "{.status.observedGeneration}")).isEqualTo("-1");
    }

    @Test
    void applies_the_definition_itself_from_the_client() {
        var file = Repository.root().resolve("manifests/crd").toString();
        kubectl("apply", "--dry-run=server", "-k", file);
    }

    private String apply(String name, String spec) {
        return cluster.apply(Manifest.of(name, spec), "--namespace", namespace).orThrow();
    }

    private void status(String name, String status) {
        kubectl("patch", "ar", name, "--subresource=status", "--type=merge", "-p", "{\"status\":" + status + "}");
    }

    private String field(String name, String path) {
        return kubectl("get", "ar", name, "-o", "jsonpath=" + path);
    }

    private String kubectl(String... arguments) {
        return cluster.kubectl(Stream.concat(Stream.of(arguments), Stream.of("--namespace", namespace))
                        .toArray(String[]::new))
                .orThrow();
    }
}
