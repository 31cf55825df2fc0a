package ai.stigmer.agentrunner.operator.cluster;

import static ai.stigmer.agentrunner.operator.testkit.Sandbox.condition;
import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.testkit.WithOperator;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A webhook that can't be called: the API server answers with 500, and nobody knows until when. */
class FailingRequestsTest extends WithOperator {
    /** Half a minute, where the machine has better things to do. */
    private static final Duration TOLD = Duration.ofSeconds(30);

    @AfterEach
    void removeWebhook() {
        CLUSTER.kubectl("delete", "validatingwebhookconfiguration", "gone", "--ignore-not-found")
                .orThrow();
    }

    @Test
    void a_webhook_whose_service_is_missing_is_told_of_and_recovered_from() {
        user.runner("old", "{version: 1.4.2, workspace: {ephemeral: {}}}");
        user.awaitReady("old");
        registerWebhook();
        var begun = Instant.now();
        user.runner("new", "{version: 1.4.2, workspace: {ephemeral: {}}}");
        user.patch("ar", "old", "{\"spec\":{\"version\":\"1.5.0\"}}");

        assertThat(user.awaitReason("new", "ApiServerError"))
                .contains("fails on Deployment new: ", "failed calling webhook", "service \"missing\" not found");
        assertThat(user.awaitReason("old", "ApiServerError")).contains("fails on Deployment old: ");
        assertThat(Duration.between(begun, Instant.now())).isBetween(Duration.ofSeconds(9), TOLD);
        assertThat(condition(user.get("old"), "Available").orElseThrow().getStatus())
                .isEqualTo("True");
        var told = user.get("new").getMetadata().getResourceVersion();
        Awaitility.await()
                .during(Duration.ofSeconds(25))
                .atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(user.get("new").getMetadata().getResourceVersion())
                        .as("it is told once")
                        .isEqualTo(told));

        removeWebhook();
        var repaired = Instant.now();
        user.awaitReady("new");
        user.awaitReady("old");
        assertThat(Duration.between(repaired, Instant.now())).isLessThan(TOLD);
    }

    private void registerWebhook() {
        CLUSTER.apply("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingWebhookConfiguration
                metadata: {name: gone}
                webhooks:
                - name: gone.example.com
                  admissionReviewVersions: [v1]
                  sideEffects: None
                  failurePolicy: Fail
                  namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %s}}
                  clientConfig: {service: {namespace: default, name: missing}}
                  rules: [{apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments]}]
                """.formatted(user.namespace())).orThrow();
        user.eventually(
                () -> assertThat(user.tryApply("""
                        {apiVersion: apps/v1, kind: Deployment, metadata: {name: trial}, spec: {
                         selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}},
                         spec: {containers: [{name: a, image: a}]}}}}
                        """, "--dry-run=server").err()).contains("failed calling webhook"));
    }
}
