package ai.stigmer.agentrunner.crd;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.testing.LocalCluster;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the real API server says to the manifests of src/test/resources. */
@Tag("cluster")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ValidationTest {
    private final LocalCluster cluster = LocalCluster.up();
    private String namespace = "";

    static Stream<Fixture> invalid() {
        return Fixture.of("invalid");
    }

    static Stream<Fixture> valid() {
        return Fixture.of("valid");
    }

    @BeforeAll
    void ownNamespace() {
        namespace = cluster.newNamespace("validation");
    }

    /** An operator of a later test would build the images that these ask for. */
    @AfterAll
    void removeAll() {
        cluster.client().namespaces().withName(namespace).delete();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("invalid")
    void is_refused_with_a_sentence(Fixture fixture) {
        var last = fixture.documents().size() - 1;
        fixture.documents().subList(0, last).forEach(document -> apply(document).orThrow());
        var refusal = apply(fixture.documents().get(last));
        assertThat(refusal.exit()).as(refusal.toString()).isNotZero();
        assertThat(refusal.err()).contains(fixture.expected());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("valid")
    void is_accepted(Fixture fixture) {
        assertThat(fixture.documents()).allSatisfy(document -> apply(document).orThrow());
    }

    /** With its status, which is the operator's to write, where it has one. */
    private LocalCluster.Result apply(String document) {
        var result = cluster.apply(document, "--namespace", namespace);
        return result.exit() == 0 && document.contains("\nstatus:")
                ? cluster.apply(document, "--namespace", namespace, "--server-side", "--subresource=status")
                : result;
    }
}
