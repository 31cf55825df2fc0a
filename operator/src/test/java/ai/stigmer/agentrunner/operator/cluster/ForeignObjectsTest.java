package ai.stigmer.agentrunner.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.operator.testkit.OperatorProcess;
import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import ai.stigmer.agentrunner.operator.testkit.WithOperator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Objects of the same name that are somebody else's stay byte for byte as they were. */
@WithOperator.Installed(flags = OperatorProcess.NETWORK_POLICIES)
class ForeignObjectsTest extends WithOperator {
    private static final String ALL = "{version: 1.4.2, replicas: 2, network: {policy: {enabled: true}}}";

    @Test
    void a_foreign_Deployment() {
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
    void a_foreign_claim() {
        leavesAlone("pvc", "demo-workspace", """
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: demo-workspace}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                """);
        assertThat(user.kubectl("get", "deploy,networkpolicy", "-o", "name")).isEmpty();
    }

    @Test
    void a_foreign_PodDisruptionBudget() {
        leavesAlone("pdb", "demo", """
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: demo, labels: {stigmer.ai/agentrunner: demo}}
                spec: {minAvailable: 1, selector: {matchLabels: {app: mine}}}
                """);
    }

    @Test
    void a_foreign_NetworkPolicy() {
        leavesAlone("networkpolicy", "demo", """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: demo}
                spec: {podSelector: {matchLabels: {app: mine}}}
                """);
        assertThat(user.kubectl("get", "deploy", "-o", "name")).isEmpty();
    }

    @Test
    void objects_left_by_an_orphaning_deletion_are_taken_up_again() {
        user.runner("demo", ALL);
        user.awaitReady("demo");
        var before = user.deployment("demo");
        user.kubectl("delete", "ar/demo", "--cascade=orphan");
        assertThat(user.deployment("demo").getMetadata().getOwnerReferences()).isEmpty();

        user.runner("demo", ALL);
        user.awaitReady("demo");
        var after = user.deployment("demo");
        assertThat(after.getMetadata().getUid()).isEqualTo(before.getMetadata().getUid());
        assertThat(after.getSpec().getTemplate())
                .as("the template, so that no pod restarts")
                .isEqualTo(before.getSpec().getTemplate());
        assertThat(List.of("deploy", "pdb", "networkpolicy")).allSatisfy(kind -> assertThat(
                        user.kubectl("get", kind, "demo", "-o", "jsonpath={.metadata.ownerReferences[*].uid}"))
                .isEqualTo(user.get("demo").getMetadata().getUid()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    pvc           | NAME-workspace | apiVersion: v1, kind: PersistentVolumeClaim, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                    deployment    | NAME           | apiVersion: apps/v1, kind: Deployment, spec: {selector: {matchLabels: {app: mine}}, template: {metadata: {labels: {app: mine}}, spec: {containers: [{name: c, image: a/b}]}}}
                    pdb           | NAME           | apiVersion: policy/v1, kind: PodDisruptionBudget, spec: {minAvailable: 1, selector: {matchLabels: {app: mine}}}
                    networkpolicy | NAME           | apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, spec: {podSelector: {matchLabels: {app: mine}}}
                    """)
    void objects_made_in_the_same_instant_are_either_ours_or_untouched(String kind, String name, String foreign) {
        var runners = IntStream.range(0, 6).mapToObj(i -> "race-" + i).toList();
        // The foreign object comes after its AgentRunner: some at once, some a little later, when the operator is at
        // work
        // on it.
        user.tryApply(Stream.of(runners.subList(0, 1), runners.subList(1, 2), runners.subList(2, 6))
                .flatMap(group -> Stream.concat(
                        group.stream().map(ForeignObjectsTest::runner),
                        group.stream().map(runner -> ("{metadata: {name: " + name + "}, " + foreign + "}")
                                .replace("NAME", runner))))
                .collect(Collectors.joining("\n---\n")));
        for (var runner : runners) {
            var reason =
                    reason(user.await(runner, seen -> assertThat(reason(seen)).isIn("Available", "NameConflict")));
            var hands = user.kubectl(
                    "get",
                    kind,
                    name.replace("NAME", runner),
                    "-o",
                    "jsonpath={.metadata.managedFields[*].manager}{.metadata.ownerReferences}");
            assertThat(hands.contains("agentrunner")).as(hands).isNotEqualTo(reason.equals("NameConflict"));
        }
    }

    private static String runner(String name) {
        return "{apiVersion: stigmer.ai/v1alpha1, kind: AgentRunner, metadata: {name: " + name + "}, spec: " + ALL
                + "}";
    }

    private static String reason(AgentRunner runner) {
        return Sandbox.condition(runner, "Ready").orElseThrow().getReason();
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
