package ai.stigmer.agentrunner.cli.diff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/** What an apply leaves of a live AgentRunner. That it is the API server's is held by a test with one. */
class ApplyTest {

    @Test
    void what_was_applied_and_is_no_longer_given_goes() {
        assertThat(spec(
                        applied(
                                "{version: 1.4.2, replicas: 2, suspend: true}",
                                "{version: 1.4.2, replicas: 2, suspend: true}"),
                        "{version: 1.4.2, replicas: 2}"))
                .isEqualTo(Trees.of("{version: 1.4.2, replicas: 2}"));
    }

    @Test
    void what_others_have_set_stays() {
        var live = applied(
                "{version: 1.4.2, replicas: 3, llm: {provider: openai, model: x}}",
                "{version: 1.4.2, llm: {provider: openai}}");
        assertThat(spec(live, "{version: 1.5.0, llm: {provider: anthropic}}"))
                .isEqualTo(Trees.of("{version: 1.5.0, replicas: 3, llm: {provider: anthropic, model: x}}"));
    }

    @Test
    void lists_are_replaced_and_objects_are_taken_out_whole() {
        var live = applied(
                "{version: 1.4.2, env: [{name: A, value: a}, {name: X, value: x}], temporal: {address: a, namespace: n}}",
                "{version: 1.4.2, env: [{name: A, value: a}], temporal: {address: a}}");
        assertThat(spec(live, "{version: 1.4.2, env: [{name: B, value: b}]}"))
                .isEqualTo(Trees.of("{version: 1.4.2, env: [{name: B, value: b}]}"));
    }

    /** Null takes out what is there, and null twice is no change: so does kubectl. */
    @Test
    void null_takes_a_field_out() {
        assertThat(spec(
                        applied("{version: 1.4.2, replicas: 3}", "{version: 1.4.2}"),
                        "{version: 1.4.2, replicas: null}"))
                .isEqualTo(Trees.of("{version: 1.4.2}"));
        assertThat(spec(
                        applied("{version: 1.4.2, replicas: 3}", "{version: 1.4.2, replicas: null}"),
                        "{version: 1.4.2, replicas: null}"))
                .isEqualTo(Trees.of("{version: 1.4.2, replicas: 3}"));
        assertThat(spec(applied("{version: 1.4.2}", "{version: 1.4.2}"), "{version: 1.4.2, llm: {model: null}}"))
                .isEqualTo(Trees.of("{version: 1.4.2, llm: {}}"));
    }

    @Test
    void labels_and_annotations_of_others_stay_and_the_note_of_kubectl_is_not_shown() {
        var live = applied("{version: 1.4.2}", "{version: 1.4.2}");
        live.withObject("/metadata/annotations").put("other", "stays");
        assertThat(Apply.to(live, manifest("{version: 1.4.2}")).runner()).isEqualTo(Apply.cleaned(live));
        assertThat(Apply.cleaned(live).at("/metadata/annotations")).isEqualTo(Trees.of("{other: stays}"));
    }

    @Test
    void numbers_that_are_the_same_are_no_change() {
        var live = applied(
                "{version: 1.4.2, llm: {provider: openai, temperature: 1}}",
                "{version: 1.4.2, llm: {provider: openai, temperature: 1.0}}");
        assertThat(Apply.to(live, manifest("{llm: {temperature: 1.0, provider: openai}, version: 1.4.2}"))
                        .runner())
                .isEqualTo(Apply.cleaned(live));
    }

    @Test
    void without_a_note_of_kubectl_nothing_is_taken_out() {
        var live = live("{version: 1.4.2, replicas: 2}");
        assertThat(spec(live, "{version: 1.5.0}")).isEqualTo(Trees.of("{version: 1.5.0, replicas: 2}"));
        live.withObject("/metadata/annotations").put("kubectl.kubernetes.io/last-applied-configuration", "{");
        assertThat(spec(live, "{version: 1.5.0}")).isEqualTo(Trees.of("{version: 1.5.0, replicas: 2}"));
    }

    @Test
    void of_server_side_apply_what_its_manager_alone_owns_goes() {
        var live = serverSide(
                "{version: 1.4.2, replicas: 2, suspend: true, llm: {provider: openai, model: x}}",
                "- {manager: kustomize-controller, operation: Apply, fieldsV1: {'f:spec': {'f:version': {}, 'f:replicas': {}, 'f:suspend': {}, 'f:llm': {'f:provider': {}}}}}",
                "- {manager: hpa, operation: Update, fieldsV1: {'f:spec': {'f:replicas': {}, 'f:llm': {'f:model': {}}}}}",
                "- {manager: agentrunner-operator, operation: Apply, subresource: status, fieldsV1: {'f:status': {}}}");
        assertThat(spec(live, "{version: 1.4.2}"))
                .isEqualTo(Trees.of("{version: 1.4.2, replicas: 2, llm: {model: x}}"));
    }

    @Test
    void of_server_side_apply_elements_of_lists_have_owners_of_their_own() {
        var live = serverSide(
                "{version: 1.4.2, env: [{name: X, value: x}, {name: A, value: a}, {name: Y, value: y}, {name: B, value: b}], args: [a, b]}",
                "- {manager: kubectl, operation: Apply, fieldsV1: {'f:spec': {'f:version': {}, 'f:args': {}, 'f:env': {'k:{\"name\":\"A\"}': {.: {}, 'f:name': {}, 'f:value': {}}, 'k:{\"name\":\"B\"}': {.: {}, 'f:name': {}, 'f:value': {}}}}}}",
                "- {manager: kubectl-edit, operation: Update, fieldsV1: {'f:spec': {'f:env': {'k:{\"name\":\"X\"}': {.: {}, 'f:name': {}, 'f:value': {}}, 'k:{\"name\":\"Y\"}': {.: {}, 'f:name': {}, 'f:value': {}}}}}}");
        assertThat(spec(live, "{version: 1.4.2, args: [c], env: [{name: B, value: c}, {name: N, value: n}]}"))
                .isEqualTo(
                        Trees.of(
                                "{version: 1.4.2, args: [c], env: [{name: X, value: x}, {name: Y, value: y}, {name: B, value: c}, {name: N, value: n}]}"));
        assertThat(spec(live, "{version: 1.4.2}"))
                .isEqualTo(Trees.of("{version: 1.4.2, env: [{name: X, value: x}, {name: Y, value: y}]}"));
    }

    @Test
    void which_of_several_managers_is_meant_is_not_known() {
        var apply = Apply.to(
                serverSide(
                        "{version: 1.4.2, replicas: 2}",
                        "- {manager: one, operation: Apply, fieldsV1: {'f:spec': {'f:version': {}}}}",
                        "- {manager: two, operation: Apply, fieldsV1: {'f:spec': {'f:replicas': {}}}}"),
                manifest("{version: 1.5.0}"));
        assertThat(apply.runner().path("spec")).isEqualTo(Trees.of("{version: 1.5.0, replicas: 2}"));
        assertThat(apply.remark())
                .hasValueSatisfying(remark -> assertThat(remark).contains("one and two"));
    }

    private static Object spec(ObjectNode live, String file) {
        return Apply.to(live, manifest(file)).runner().path("spec");
    }

    private static ObjectNode manifest(String spec) {
        return Trees.of(
                "{apiVersion: stigmer.ai/v1alpha1, kind: AgentRunner, metadata: {name: demo, namespace: agents}, spec: "
                        + spec + "}");
    }

    private static ObjectNode live(String spec) {
        var live = manifest(spec);
        live.withObject("/metadata").put("uid", "u").put("generation", 3).put("resourceVersion", "7");
        live.withObject("/status").put("observedGeneration", 3);
        return live;
    }

    private static ObjectNode applied(String spec, String last) {
        var live = live(spec);
        var applied = manifest(last);
        applied.withObject("/metadata/annotations");
        live.withObject("/metadata/annotations")
                .put("kubectl.kubernetes.io/last-applied-configuration", applied.toString());
        return live;
    }

    private static ObjectNode serverSide(String spec, String... managedFields) {
        var live = live(spec);
        live.withObject("/metadata")
                .set(
                        "managedFields",
                        Trees.of("entries:\n" + String.join("\n", managedFields))
                                .path("entries"));
        return live;
    }
}
