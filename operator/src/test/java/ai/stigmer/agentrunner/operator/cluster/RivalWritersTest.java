package ai.stigmer.agentrunner.operator.cluster;

import static ai.stigmer.agentrunner.operator.testkit.Sandbox.condition;
import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.operator.testkit.WithOperator;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Others who change what the operator applied, each time that it was applied. */
class RivalWritersTest extends WithOperator {
    private static final String OURS = "ghcr.io/stigmer/agent-runner:1.4.2";
    private static final Duration WATCHED = Duration.ofSeconds(20);
    private final AuditLog audit = new AuditLog(CLUSTER);

    @AfterEach
    void removePolicy() {
        CLUSTER.kubectl("delete", "mutatingadmissionpolicies,mutatingadmissionpolicybindings", "-l", "test=rival")
                .orThrow();
    }

    @Test
    void a_policy_that_changes_the_image_and_stamps_each_write_is_named_and_backed_off_from() {
        mutate("""
                - patchType: ApplyConfiguration
                  applyConfiguration:
                    expression: >
                      Object{spec: Object.spec{template: Object.spec.template{
                        metadata: Object.spec.template.metadata{
                          annotations: {"stamp": oldObject == null ? "0" : string(oldObject.metadata.generation)}},
                        spec: Object.spec.template.spec{containers: [
                          Object.spec.template.spec.containers{name: "agent-runner", image: "mirror.example.com/a:1"}]}}}}
                """);
        var since = audit.position();
        user.runner("demo", "{version: 1.4.2, workspace: {ephemeral: {}}}");
        assertThat(user.awaitReason("demo", "FieldConflict"))
                .contains("an admission policy or webhook of the cluster changes"
                        + " spec.template.spec.containers[agent-runner].image");
        pause();
        assertThat(appliesSince(since)).hasSizeBetween(2, 5);

        removePolicy();
        user.patch("ar", "demo", "{\"spec\":{\"env\":[{\"name\":\"A\",\"value\":\"a\"}]}}");
        user.await("demo", runner -> assertThat(reason(runner)).isEqualTo("Available"));
        assertThat(user.image("demo")).isEqualTo(OURS);
    }

    @Test
    void a_policy_that_changes_the_image_alike_each_time_takes_no_write() {
        mutate("""
                - patchType: ApplyConfiguration
                  applyConfiguration:
                    expression: >
                      Object{spec: Object.spec{template: Object.spec.template{spec: Object.spec.template.spec{containers: [
                        Object.spec.template.spec.containers{name: "agent-runner", image: "mirror.example.com/a:1"}]}}}}
                """);
        user.runner("demo", "{version: 1.4.2, workspace: {ephemeral: {}}}");
        user.awaitReady("demo");
        assertThat(user.image("demo")).isEqualTo("mirror.example.com/a:1");
        var since = audit.position();
        user.kubectl("delete", "pods", "--all", "--wait=false");
        pause();
        user.awaitReady("demo");
        assertThat(appliesSince(since)).isEmpty();
    }

    @Test
    void kubectl_set_image_in_a_loop_is_named_backed_off_from_and_counted() {
        user.runner("demo", "{version: 1.4.2, workspace: {ephemeral: {}}}");
        user.awaitReady("demo");
        var since = audit.position();
        Awaitility.await()
                .during(WATCHED)
                .atMost(WATCHED.plusSeconds(20))
                .pollInterval(Duration.ofMillis(150))
                .until(() -> {
                    user.kubectl("set", "image", "deploy/demo", "agent-runner=example.com/other:1");
                    return true;
                });
        assertThat(user.awaitReason("demo", "FieldConflict"))
                .contains("kubectl-set changes spec.template.spec.containers[agent-runner].image");
        // Three to six times: kubectl's field is taken over, and the Deployment applied.
        assertThat(appliesSince(since)).hasSizeBetween(6, 12);
        assertThat(events()).hasSizeLessThan(12);
        // It is applied again in the end, by itself.
        user.awaitReady("demo");
        assertThat(user.image("demo")).isEqualTo(OURS);
        assertThat(user.deployment("demo").getMetadata().getManagedFields())
                .extracting(ManagedFieldsEntry::getManager)
                .contains("agentrunner-operator");
    }

    @Test
    void an_Event_that_repeats_itself_is_one_with_a_count() {
        user.runner("demo", "{version: 1.4.2, workspace: {ephemeral: {}}}");
        user.awaitReady("demo");
        for (var isSuspended : List.of(true, false, true, false, true)) {
            user.patch("ar", "demo", "{\"spec\":{\"suspend\":" + isSuspended + "}}");
            user.await("demo", runner -> {
                assertThat(reason(runner)).isEqualTo(isSuspended ? "Suspended" : "Available");
            });
        }
        user.eventually(() -> assertThat(events())
                .filteredOn(event -> event.getReason().equals("Suspended"))
                .singleElement()
                .satisfies(event -> assertThat(event.getSeries().getCount()).isEqualTo(3)));
        assertThat(user.kubectl("describe", "ar/demo")).containsPattern("Suspended +\\S+ \\(x3 over");
    }

    private List<Event> events() {
        return CLUSTER.client().events().v1().events().inNamespace(user.namespace()).list().getItems().stream()
                .filter(event -> "AgentRunner".equals(event.getRegarding().getKind()))
                .toList();
    }

    private List<String> appliesSince(long since) {
        return audit.writesSince(since, user.namespace()).stream()
                .filter(write -> write.equals("patch deployments/ demo"))
                .toList();
    }

    private static String reason(AgentRunner runner) {
        return condition(runner, "Ready").map(Condition::getReason).orElse("");
    }

    private static void pause() {
        var end = System.nanoTime() + WATCHED.toNanos();
        Awaitility.await().atMost(WATCHED.plusSeconds(5)).until(() -> System.nanoTime() > end);
    }

    /** Of the Deployments in the test's namespace. */
    private void mutate(String mutations) {
        CLUSTER.apply("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: MutatingAdmissionPolicy
                metadata: {name: rival, labels: {test: rival}}
                spec:
                  matchConstraints:
                    namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %s}}
                    resourceRules:
                      - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments]}
                  reinvocationPolicy: Never
                  mutations:
                %s
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: MutatingAdmissionPolicyBinding
                metadata: {name: rival, labels: {test: rival}}
                spec: {policyName: rival}
                """.formatted(user.namespace(), mutations.indent(4))).orThrow();
        awaitPolicy();
    }

    /** Until a Deployment that is tried in vain would be changed. */
    private void awaitPolicy() {
        user.eventually(() -> assertThat(user.kubectl(
                        "create",
                        "deployment",
                        "trial",
                        "--image=example.com/trial:1",
                        "--dry-run=server",
                        "-o",
                        "jsonpath={.spec.template.spec.containers[*].image}"))
                .contains("mirror.example.com"));
    }
}
