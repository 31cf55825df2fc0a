package ai.stigmer.agentrunner.crd;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.testing.LocalCluster;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Several managers of one AgentRunner: a GitOps controller, a person, an autoscaler. */
@Tag("cluster")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerSideApplyTest {
    private final LocalCluster cluster = LocalCluster.up();
    private String namespace = "";

    @BeforeAll
    void ownNamespace() {
        namespace = cluster.newNamespace("apply");
    }

    /** The second apply is left out: it gives a fresh object a new resourceVersion, with equal content. */
    @Test
    void applying_again_changes_nothing() {
        apply("twice", "gitops", "version: 1.4.2").orThrow();
        apply("twice", "gitops", "version: 1.4.2").orThrow();
        var before = get("twice", "{.metadata.resourceVersion}");
        apply("twice", "gitops", "version: 1.4.2").orThrow();
        assertThat(get("twice", "{.metadata.resourceVersion}")).isEqualTo(before);
    }

    @Test
    void another_manager_is_told_of_the_conflict_and_may_take_the_field() {
        apply("contested", "gitops", "version: 1.4.2").orThrow();
        var conflict = apply("contested", "person", "version: 1.5.0");
        assertThat(conflict.exit()).isNotZero();
        assertThat(conflict.err()).contains("conflict with \"gitops\": .spec.version");
        apply("contested", "person", "version: 1.5.0", "--force-conflicts").orThrow();
        assertThat(get("contested", "{.spec.version}")).isEqualTo("1.5.0");
    }

    @Test
    void two_managers_edit_env_by_name() {
        apply("shared", "gitops", "version: 1.4.2\n  env: [{name: A, value: a}, {name: B, value: b}]")
                .orThrow();
        apply("shared", "person", "env: [{name: C, value: c}]").orThrow();
        assertThat(get("shared", "{.spec.env[*].name}")).isEqualTo("A B C");
        apply("shared", "gitops", "version: 1.4.2\n  env: [{name: B, value: changed}]")
                .orThrow();
        assertThat(get("shared", "{.spec.env[*].value}")).isEqualTo("changed c");
    }

    @Test
    void an_autoscaler_s_replicas_stay_when_the_manifest_says_none() {
        apply("autoscaled", "gitops", "version: 1.4.2").orThrow();
        cluster.kubectl("scale", "ar/autoscaled", "--replicas=4", "--namespace", namespace)
                .orThrow();
        apply("autoscaled", "gitops", "version: 1.5.0").orThrow();
        assertThat(get("autoscaled", "{.spec.replicas}")).isEqualTo("4");
    }

    @Test
    void a_misspelt_field_is_refused() {
        var refusal = apply("misspelt", "gitops", "version: 1.4.2\n  replica: 2");
        assertThat(refusal.exit()).isNotZero();
        assertThat(refusal.err()).contains(".spec.replica: field not declared in schema");
    }

    private LocalCluster.Result apply(String name, String manager, String spec, String... flags) {
        return cluster.apply(
                Manifest.of(name, spec),
                Stream.concat(
                                Stream.of("--server-side", "--field-manager=" + manager, "--namespace=" + namespace),
                                Stream.of(flags))
                        .toArray(String[]::new));
    }

    private String get(String name, String path) {
        return cluster.kubectl("get", "ar", name, "--namespace", namespace, "-o", "jsonpath=" + path)
                .orThrow();
    }
}
