package ai.stigmer.agentrunner.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.testkit.OperatorProcess;
import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import ai.stigmer.agentrunner.testing.LocalCluster;
import ai.stigmer.agentrunner.testing.Repository;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rights that the operator lost while it worked, or that a newer one needs and nobody gave it yet. */
@Tag("cluster")
class MissingRightsTest {
    private static final LocalCluster CLUSTER = LocalCluster.up();
    private static final String OPERATOR = "operator-of-missing-rights";
    private static final ClusterRole SHIPPED = CLUSTER.client()
            .rbac()
            .clusterRoles()
            .load(Repository.root().resolve("manifests/rbac/role.yaml").toFile())
            .item();

    private final Sandbox user = Sandbox.create(CLUSTER, "missing-rights");
    private final Sandbox silent = Sandbox.create(CLUSTER, "no-status");

    @Test
    void they_are_named_and_count_as_soon_as_they_are_given() {
        grant(user, Map.of("deployments", "create", "persistentvolumeclaims", "get", "poddisruptionbudgets", "get"));
        grant(silent, Map.of("agentrunners/status", "patch"));
        var namespaces = user.namespace() + "," + silent.namespace();
        try (var operator = OperatorProcess.start(CLUSTER, "--as=" + OPERATOR, "--namespaces=" + namespaces)) {
            user.apply("""
                    {apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: shared},
                     spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}
                    """);
            silent.runner("demo", "{version: 1.4.2, workspace: {ephemeral: {}}}");
            user.runner("create", "{version: 1.4.2, workspace: {ephemeral: {}}}");
            user.runner("read", "{version: 1.4.2, workspace: {existingClaim: {claimName: shared}}}");
            assertThat(user.awaitReason("create", "MissingPermission"))
                    .startsWith(
                            "the operator lacks permission to create deployments.apps in namespace " + user.namespace())
                    .contains("kubectl apply -k manifests/overlays/default", "--as=" + OPERATOR);
            assertThat(user.awaitReason("read", "MissingPermission"))
                    .startsWith("the operator lacks permission to get persistentvolumeclaims in namespace");
            silent.eventually(
                    () -> assertThat(silent.kubectl("get", "events.events.k8s.io", "-o", "jsonpath={.items[*].note}"))
                            .contains("lacks permission to patch agentrunners.stigmer.ai/status"));
            operator.awaitLog("trying again: the operator lacks permission to patch agentrunners.stigmer.ai/status");
            silent.eventually(
                    () -> assertThat(silent.deployment("demo").getStatus().getReadyReplicas())
                            .isEqualTo(1));

            grant(user, Map.of());
            grant(silent, Map.of());
            user.awaitReady("create");
            user.awaitReady("read");
            silent.awaitReady("demo");
        }
    }

    /** The shipped rules, but for a verb of each of some resources. */
    private static void grant(Sandbox sandbox, Map<String, String> missing) {
        var role = new RoleBuilder()
                .withNewMetadata()
                .withName(OPERATOR)
                .withNamespace(sandbox.namespace())
                .endMetadata()
                .withRules(SHIPPED.getRules().stream()
                        .map(rule ->
                                without(missing.getOrDefault(rule.getResources().get(0), ""), rule))
                        .filter(rule -> !rule.getVerbs().isEmpty())
                        .toList())
                .build();
        var binding = new RoleBindingBuilder()
                .withMetadata(role.getMetadata())
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", OPERATOR)
                .addNewSubject("rbac.authorization.k8s.io", "User", OPERATOR, null)
                .build();
        List.of(role, binding)
                .forEach(object ->
                        CLUSTER.client().resource(object).forceConflicts().serverSideApply());
    }

    private static PolicyRule without(String verb, PolicyRule rule) {
        return new PolicyRuleBuilder(rule)
                .withVerbs(rule.getVerbs().stream()
                        .filter(one -> !one.equals(verb))
                        .toList())
                .build();
    }
}
