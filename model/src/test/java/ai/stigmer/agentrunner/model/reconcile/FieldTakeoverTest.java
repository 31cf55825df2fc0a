package ai.stigmer.agentrunner.model.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.model.Yaml;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.junit.jupiter.api.Test;

class FieldTakeoverTest {
    private static final String OWN = "{manager: agentrunner-operator, operation: Apply, fieldsType: FieldsV1,"
            + " fieldsV1: {'f:spec': {'f:template': {'f:spec': {'f:volumes': {}}}}}}";

    @Test
    void only_the_spec_of_the_pods_is_handed_over() {
        var patch = Yaml.parse(FieldTakeover.patch(deployment(OWN + ", {manager: kubectl-rollout, operation: Update,"
                        + " fieldsType: FieldsV1, fieldsV1: {'f:spec': {'f:paused': {}, 'f:template': {'f:metadata':"
                        + " {'f:annotations': {}}, 'f:spec': {'f:nodeSelector': {'f:disk': {}}}}}}}"))
                .orElseThrow());
        assertThat(patch).isEqualTo(Yaml.parse("""
                - {op: replace, path: /metadata/resourceVersion, value: "7"}
                - {op: test, path: /metadata/uid, value: live}
                - op: replace
                  path: /metadata/managedFields
                  value:
                  - {manager: kubectl-rollout, operation: Update, fieldsType: FieldsV1,
                     fieldsV1: {'f:spec': {'f:paused': {}, 'f:template': {'f:metadata': {'f:annotations': {}}}}}}
                  - {manager: agentrunner-operator, operation: Apply, fieldsType: FieldsV1,
                     fieldsV1: {'f:spec': {'f:template': {'f:spec': {'f:volumes': {}, 'f:nodeSelector': {'f:disk': {}}}}}}}
                - {op: remove, path: /metadata/annotations/stigmer.ai~1applied}
                """));
    }

    @Test
    void an_entry_that_is_empty_then_goes() {
        var patch = FieldTakeover.patch(deployment(OWN + ", {manager: kubectl, operation: Apply, fieldsV1:"
                        + " {'f:spec': {'f:template': {'f:spec': {'f:hostNetwork': {}}}}}}"))
                .orElseThrow();
        assertThat(patch).contains("f:hostNetwork").doesNotContain("kubectl");
    }

    @Test
    void what_others_own_stays_theirs() {
        var theirs = "fieldsV1: {'f:spec': {'f:template': {'f:spec': {'f:hostNetwork': {}}}}}}";
        assertThat(FieldTakeover.patch(deployment(OWN + ", {manager: injector, operation: Apply, " + theirs)))
                .isEmpty();
        assertThat(FieldTakeover.patch(deployment("{manager: kubectl-edit, operation: Update, " + theirs)))
                .as("without a share of the operator's own")
                .isEmpty();
    }

    private static Deployment deployment(String managedFields) {
        return Yaml.value(
                Yaml.parse("{metadata: {uid: live, resourceVersion: '7', annotations: {stigmer.ai/applied: a},"
                        + " managedFields: [" + managedFields + "]}}"),
                Deployment.class);
    }
}
