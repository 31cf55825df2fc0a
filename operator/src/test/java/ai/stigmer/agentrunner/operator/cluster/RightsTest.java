package ai.stigmer.agentrunner.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.BuildPhase;
import ai.stigmer.agentrunner.api.BuildStatus;
import ai.stigmer.agentrunner.operator.testkit.Installation;
import ai.stigmer.agentrunner.operator.testkit.OperatorProcess;
import ai.stigmer.agentrunner.operator.testkit.Rights;
import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import ai.stigmer.agentrunner.testing.LocalCluster;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The operator has the rights that it uses, neither more nor fewer. Last of all classes: what the operator did in the
 * others counts too, though the tests here alone make it use every right.
 */
@Tag("cluster")
@Order(Integer.MAX_VALUE)
class RightsTest {
    private static final LocalCluster CLUSTER = LocalCluster.up();
    private static final String SYSTEM = "agentrunner-system";
    /** It does not start without, though it only ever patches the Lease. */
    private static final String ASKED_FOR_BY_THE_SDK = "update leases.coordination.k8s.io";

    private final AuditLog audit = new AuditLog(CLUSTER);
    private final Sandbox user = Sandbox.create(CLUSTER, "rights");

    @Test
    void cluster_wide_they_are_the_shipped_ones() {
        CLUSTER.kubectl("-n", SYSTEM, "delete", "lease", "agentrunner-operator", "--ignore-not-found")
                .orThrow();
        try (var operator = OperatorProcess.start(
                CLUSTER, "--leader-election", "--lease-namespace=" + SYSTEM, OperatorProcess.NETWORK_POLICIES)) {
            operator.awaitLog(" holds the Lease");
            useEveryRight(user);
        }
        var shipped = Rights.of(shipped());
        // An API server that was just started has not read its rules yet and says no to everything.
        assertThat(shipped).containsAll(audit.rightsLacked(OperatorProcess.ACCOUNT));
        assertThat(used(OperatorProcess.ACCOUNT)).isEqualTo(shipped);
    }

    private SortedSet<String> used(String account) {
        var used = audit.rightsUsed(account);
        used.add(ASKED_FOR_BY_THE_SDK);
        return used;
    }

    private static List<PolicyRule> shipped() {
        var rbac = CLUSTER.client().rbac();
        var rules = new ArrayList<>(
                rbac.clusterRoles().withName("agentrunner-operator").require().getRules());
        rules.addAll(rbac.roles()
                .inNamespace(SYSTEM)
                .withName("agentrunner-operator-leader-election")
                .require()
                .getRules());
        return rules;
    }

    @Test
    void confined_to_a_namespace_it_waits_for_its_rights_and_asks_for_nothing_outside() throws JsonProcessingException {
        try (var installation = Installation.of(CLUSTER, "namespaced", user.namespace())) {
            assertThat(installation.isClusterWide()).isFalse();
            var operator = OperatorProcess.launch(CLUSTER, installation.flags(OperatorProcess.NETWORK_POLICIES));
            try (operator) {
                operator.awaitLog("cannot list resource \\\"agentrunners\\\"");
                assertThat(operator.log()).contains("waiting: ", "kubectl apply -k", "--namespaces");
                installation.grant();
                operator.awaitLog(" started");
                useEveryRight(user);
            }
            assertThat(used(installation.account())).isEqualTo(Rights.of(installation.rules()));
            assertThat(audit.namespaces(installation.account()))
                    .isEqualTo(Set.of(user.namespace(), installation.namespace()));
            assertThatEachLineIsJson(operator.log());
        }
    }

    @Test
    void confined_to_a_namespace_it_builds_images_there() {
        try (var installation = Installation.of(CLUSTER, "namespaced", user.namespace(), "builds")) {
            installation.grant();
            try (var operator = OperatorProcess.start(CLUSTER, installation.flags())) {
                var label = "pod-security.kubernetes.io/enforce";
                user.kubectl("label", "ns", user.namespace(), label + "=restricted");
                user.runner("demo", """
                        workspace: {ephemeral: {}}
                        build:
                          source: {inline: {files: {Dockerfile: "FROM busybox\\n"}}}
                          output: {repository: registry.example.com/demo}
                          cache: Volume
                        """);
                assertThat(user.awaitReason("demo", "PodForbidden")).contains("privileged");
                user.kubectl("label", "ns", user.namespace(), label + "-");
                // What nobody watches is looked at again after a minute, and where the spec changes.
                user.eventually(() -> {
                    user.patch(
                            "ar",
                            "demo",
                            "{\"spec\":{\"env\":[{\"name\":\"A\",\"value\":\"" + System.nanoTime() + "\"}]}}");
                    assertThat(user.get("demo").getStatus().build())
                            .extracting(BuildStatus::phase)
                            .isEqualTo(BuildPhase.Succeeded);
                });
                user.awaitReady("demo");
                assertThat(operator.log()).doesNotContain("forbidden");
            }
            assertThat(audit.rightsLacked(installation.account())).isEmpty();
            assertThat(audit.namespaces(installation.account()))
                    .isEqualTo(Set.of(user.namespace(), installation.namespace(), "kube-public"));
        }
    }

    @Test
    void where_Secrets_may_be_watched_a_changed_one_rolls_the_pods_once() {
        user.apply("{apiVersion: v1, kind: Secret, metadata: {name: keys}, stringData: {api-key: one}}");
        try (var installation = Installation.of(CLUSTER, "default", user.namespace(), "watch-secrets")) {
            assertThat(Rights.of(installation.rules())).contains("list secrets", "watch secrets");
            installation.grant();
            try (var operator = OperatorProcess.start(CLUSTER, installation.flags())) {
                user.runner("demo", """
                        version: 1.4.2
                        llm: {provider: openai, apiKeySecretRef: {name: keys, key: api-key}}
                        workspace: {ephemeral: {}}
                        """);
                user.awaitReady("demo");
                var before = user.deployment("demo").getMetadata().getGeneration();
                user.patch("secret", "keys", "{\"metadata\":{\"labels\":{\"not\":\"data\"}}}");
                user.patch("secret", "keys", "{\"stringData\":{\"api-key\":\"unheard-of\"}}");
                user.eventually(
                        () -> assertThat(user.deployment("demo").getMetadata().getGeneration())
                                .isEqualTo(before + 1));
                user.awaitReady("demo");
                assertThat(user.deployment("demo").getMetadata().getGeneration())
                        .isEqualTo(before + 1);
                assertThat(operator.log()).doesNotContain("unheard-of", "dW5oZWFyZC1vZg");
            }
            assertThat(audit.rightsUsed(installation.account())).contains("list secrets", "watch secrets");
        }
    }

    /** Makes, changes and takes away one object of each kind, and meets a stranger's of each kind. */
    private static void useEveryRight(Sandbox user) {
        user.apply("""
                {apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: one-workspace},
                 spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}
                ---
                {apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: two},
                 spec: {podSelector: {}, policyTypes: [Ingress]}}
                ---
                {apiVersion: apps/v1, kind: Deployment, metadata: {name: three}, spec: {replicas: 0,
                 selector: {matchLabels: {a: b}},
                 template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: a/b}]}}}}
                ---
                {apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: four},
                 spec: {minAvailable: 1, selector: {matchLabels: {a: b}}}}
                """);
        var all = "{version: 1.4.2, replicas: 2, network: {policy: {enabled: true}}}";
        List.of("demo", "one", "two", "three", "four").forEach(name -> user.runner(name, all));
        List.of("one", "two", "three", "four").forEach(name -> user.awaitReason(name, "NameConflict"));
        user.awaitReady("demo");
        user.runner("demo", "version: 1.5.0");
        user.eventually(
                () -> assertThat(user.kubectl("get", "pdb,networkpolicy", "demo", "-o", "name", "--ignore-not-found"))
                        .isEmpty());
        user.awaitReady("demo");
        // An Event that is repeated.
        for (var version : List.of("1.4.2", "1.5.0")) {
            user.runner("demo", "version: " + version);
            user.awaitReady("demo");
        }
    }

    private static void assertThatEachLineIsJson(String log) throws JsonProcessingException {
        assertThat(log.lines().count()).isGreaterThan(5);
        var json = new ObjectMapper();
        for (var line : log.lines().toList()) {
            JsonNode entry = json.readTree(line);
            assertThat(entry.path("timestamp").isNumber()).as(line).isTrue();
            assertThat(entry.path("level").asText()).as(line).isIn("INFO", "WARN", "ERROR");
            assertThat(entry.path("formattedMessage").asText()).as(line).isNotBlank();
        }
    }
}
