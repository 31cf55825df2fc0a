package ai.stigmer.agentrunner.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Objects of the same name that are somebody else's stay byte for byte as they were. */
class StrangersTest extends WithOperator {
    private static final String ALL = "{version: 1.4.2, replicas: 2, network: {policy: {enabled: true}}}";

    @Test
    void a_strangers_Deployment() {
        leavesAlone("deployment", "demo", """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: demo}
                spec:
                  replicas: 0
                  selector: {matchLabels: {app: mine}}
                  template:
                    metadata: {labels: {app: mine}}
                    spec: {containers: [{name: c, image: a/b}]}
                """);
        assertThat(user.kubectl("get", "pdb", "-o", "name")).isEmpty();
    }

    @Test
    void a_strangers_claim() {
        leavesAlone("pvc", "demo-workspace", """
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: demo-workspace}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                """);
        assertThat(user.kubectl("get", "deploy,networkpolicy", "-o", "name")).isEmpty();
    }

    @Test
    void a_strangers_PodDisruptionBudget() {
        leavesAlone("pdb", "demo", """
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: demo, labels: {stigmer.ai/agentrunner: demo}}
                spec: {minAvailable: 1, selector: {matchLabels: {app: mine}}}
                """);
    }

    @Test
    void a_strangers_NetworkPolicy() {
        leavesAlone("networkpolicy", "demo", """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: demo}
                spec: {podSelector: {matchLabels: {app: mine}}}
                """);
        assertThat(user.kubectl("get", "deploy", "-o", "name")).isEmpty();
    }

    @Test
    void objects_made_in_the_same_instant_are_either_ours_or_untouched() {
        for (int i = 0; i < 10; i++) {
            var name = "race-" + i;
            user.tryApply("""
                    apiVersion: stigmer.ai/v1alpha1
                    kind: AgentRunner
                    metadata: {name: %1$s}
                    spec: {version: 1.4.2}
                    ---
                    apiVersion: v1
                    kind: PersistentVolumeClaim
                    metadata: {name: %1$s-workspace, labels: {mine: "yes"}}
                    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                    """.formatted(name));
            user.await(name, runner -> assertThat(
                            Sandbox.condition(runner, "Ready").orElseThrow().getReason())
                    .isIn("Available", "NameConflict"));
            var managers = user.kubectl(
                    "get", "pvc", name + "-workspace", "-o", "jsonpath={.metadata.managedFields[*].manager}");
            var conflict = Sandbox.condition(user.get(name), "Ready")
                    .orElseThrow()
                    .getReason()
                    .equals("NameConflict");
            assertThat(managers.contains("agentrunner-operator")).isNotEqualTo(conflict);
        }
    }

    private void leavesAlone(String kind, String name, String manifest) {
        user.apply(manifest);
        var before = spec(kind, name);
        user.runner("demo", ALL);
        assertThat(user.awaitReason("demo", "NameConflict")).contains(name);
        assertThat(Sandbox.condition(user.get("demo"), "Stalled")).isPresent();
        user.kubectl("delete", "ar/demo");
        user.eventually(
                () -> assertThat(user.kubectl("get", "ar", "-o", "name")).isEmpty());
        assertThat(spec(kind, name)).isEqualTo(before);
    }

    private String spec(String kind, String name) {
        return user.kubectl(
                "get",
                kind,
                name,
                "-o",
                "jsonpath={.metadata.labels}{.metadata.annotations}{.metadata.ownerReferences}{.spec}");
    }
}
