package ai.stigmer.agentrunner.operator.install;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.testkit.BuildSandbox;
import ai.stigmer.agentrunner.operator.testkit.Samples;
import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import ai.stigmer.agentrunner.operator.testkit.TestProgress;
import ai.stigmer.agentrunner.operator.testkit.Worker;
import ai.stigmer.agentrunner.testing.LocalCluster;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The operator in its own pods, from its image and by the real helm, where containers really run: make e2e-install with a
 * KUBECONFIG. {@code -Doperator.image}: the image, of which the nodes have the tags 1 and 2; {@code -Dkubectl.image}: for
 * helm test; {@code -Drunner.image}: the worker's, which the nodes have.
 */
@Tag("install-pods")
@ExtendWith(TestProgress.class)
class RealInstallTest {
    private static final LocalCluster CLUSTER = LocalCluster.given();
    private static final int MANY = 20;
    private static final String SLEEPER = """
            version: "VERSION"
            image: {repository: REPOSITORY}
            command: [sh, -c, "trap 'exit 0' TERM; while true; do sleep 1 & wait $!; done"]
            workspace: {ephemeral: {}}
            probes:
              startup: {exec: {command: ["true"]}, initialDelaySeconds: 2, periodSeconds: 1}
              readiness: {exec: {command: ["true"]}}
              liveness: {exec: {command: ["true"]}}
            resources: {requests: {cpu: 5m, memory: 16Mi}}
            """.replace("REPOSITORY", Worker.REPOSITORY);

    private Sandbox user;
    private Worker worker;

    @BeforeAll
    static void namespaceOfTheOperator() {
        CLUSTER.apply("""
                {apiVersion: v1, kind: Namespace, metadata: {name: agentrunner-system,
                 labels: {pod-security.kubernetes.io/enforce: restricted}}}
                """).orThrow();
    }

    @AfterAll
    static void deleteNamespaceOfTheOperator() {
        CLUSTER.client().namespaces().withName(Helm.NAMESPACE).delete();
    }

    @BeforeEach
    void namespaceOfTheUser(TestInfo test) {
        user = Sandbox.create(CLUSTER, test.getTestMethod().orElseThrow().getName());
        worker = new Worker(CLUSTER, user);
    }

    @AfterEach
    void uninstall() {
        Helm.on(CLUSTER, "uninstall", "--ignore-not-found", "--wait", "--timeout=2m");
        CLUSTER.client().namespaces().withName(user.namespace()).delete();
    }

    @Test
    void through_upgrade_rollback_uninstall_and_install_no_worker_restarts_and_no_file_is_lost() {
        helm("install", "1", "--set=test.image=" + System.getProperty("kubectl.image"));
        enforce("restricted");
        worker.apply();
        worker.awaitReady();
        worker.exec("echo precious > /workspace/file");
        var before = ObjectSnapshot.in(user);
        assertThat(Helm.on(CLUSTER, "test", "--timeout=3m")).contains("Succeeded");

        helm("upgrade", "2", "--set=replicas=2");
        worksFrom("2", 2);
        assertThat(ObjectSnapshot.in(user)).isEqualTo(before);

        Helm.on(CLUSTER, "rollback", "1", "--wait", "--timeout=3m");
        worksFrom("1", 1);
        assertThat(ObjectSnapshot.in(user)).isEqualTo(before);

        Helm.on(CLUSTER, "uninstall", "--wait", "--timeout=3m");
        user.eventually(() -> assertThat(operators()).isEmpty());
        assertThat(ObjectSnapshot.in(user)).isEqualTo(before);

        helm("install", "2");
        worksFrom("2", 1);
        assertThat(ObjectSnapshot.in(user)).isEqualTo(before);
        assertThat(worker.exec("cat /workspace/file")).isEqualTo("precious");
    }

    @Test
    @EnabledIfSystemProperty(named = "runner.image", matches = ".+", disabledReason = "no image of runner/ is given")
    void the_minimal_sample_with_the_workers_own_image_gets_Ready() {
        helm("install", "1");
        enforce("restricted");
        user.apply(Samples.temporal());
        user.apply(Samples.minimal());
        user.awaitReady("demo");
        assertThat(worker.awaitPod().getSpec().getContainers().get(0).getImage())
                .isEqualTo(Samples.RUNNER_IMAGE + ":" + Samples.RUNNER_VERSION);
    }

    @Test
    void with_builds_allowed_a_Dockerfile_of_a_manifest_is_built_and_runs() {
        helm("install", "1", "--set=policy.allowBuilds=true,builds.image=" + BuildSandbox.BUILDER);
        BuildSandbox.admitBuilds(CLUSTER, user);
        user.runner(
                "demo",
                SLEEPER.replaceAll("(?m)^(version|image):.*\n", "")
                        + "build: {cache: None, source: {inline: {files: {Dockerfile: \"FROM BASE\\nRUN echo built >/made\\n\"}}}}\n"
                                .replace("BASE", BuildSandbox.BASE));
        var built = Objects.requireNonNull(user.awaitReady("demo").getStatus().build());
        assertThat(built.image()).matches(".+@sha256:[0-9a-f]{64}");
        assertThat(worker.exec("cat /made")).isEqualTo("built");
    }

    @Test
    void an_operator_that_is_killed_while_20_AgentRunners_roll_leaves_none_behind() {
        helm("install", "1");
        enforce("restricted");
        var names = IntStream.range(0, MANY).mapToObj(i -> "runner-" + i).toList();
        user.apply(sleepers(names, Worker.VERSION));
        names.forEach(user::awaitReady);
        var runners = uids();

        user.apply(sleepers(names.subList(0, MANY / 2), Worker.NEXT_VERSION));
        var first = killOperator();
        user.apply(sleepers(names.subList(MANY / 2, MANY), Worker.NEXT_VERSION));
        user.eventually(() -> assertThat(rolled(names)).isGreaterThan(MANY / 2));
        var second = killOperator();
        names.forEach(user::awaitReady);

        assertThat(first).isNotEqualTo(second);
        assertThat(rolled(names)).isEqualTo(MANY);
        assertThat(uids()).isEqualTo(runners);
        // Whoever came after the one that was killed wrote nothing twice.
        assertThat(names).allSatisfy(name -> assertThat(
                        user.deployment(name).getMetadata().getGeneration())
                .isEqualTo(2));
        user.eventually(() -> assertThat(workers()).hasSize(MANY).allSatisfy(pod -> assertThat(
                        pod.getSpec().getContainers().get(0).getImage())
                .isEqualTo(Worker.image(Worker.NEXT_VERSION))));
    }

    private static void helm(String command, String tag, String... more) {
        var options = new ArrayList<>(List.of(
                "--take-ownership",
                "--wait",
                "--timeout=3m",
                "--set-string=image.repository=" + System.getProperty("operator.image") + ",image.tag=" + tag));
        options.addAll(Arrays.asList(more));
        Helm.on(CLUSTER, command, options.toArray(String[]::new));
    }

    private void enforce(String level) {
        CLUSTER.kubectl("label", "ns", user.namespace(), "pod-security.kubernetes.io/enforce=" + level)
                .orThrow();
    }

    /** The operator's pods are of this image, and bring up another AgentRunner. */
    private void worksFrom(String tag, int replicas) {
        user.eventually(() -> assertThat(operators()).hasSize(replicas).allSatisfy(pod -> assertThat(
                        pod.getSpec().getContainers().get(0).getImage())
                .endsWith(":" + tag)));
        user.apply(sleepers(List.of("another"), Worker.VERSION));
        user.awaitReady("another");
        user.kubectl("delete", "agentrunner", "another", "--wait");
        user.eventually(() ->
                assertThat(user.kubectl("get", "deploy,pod", "-o", "name")).doesNotContain("another"));
    }

    private static String sleepers(List<String> names, String version) {
        return names.stream()
                .map(name -> "apiVersion: stigmer.ai/v1alpha1\nkind: AgentRunner\nmetadata: {name: " + name
                        + "}\nspec:\n" + SLEEPER.replace("VERSION", version).indent(2))
                .collect(Collectors.joining("---\n"));
    }

    /** SIGKILL; returns the pod's uid. */
    private static String killOperator() {
        var pod = operators().getFirst().getMetadata();
        CLUSTER.kubectl("-n", Helm.NAMESPACE, "delete", "pod", pod.getName(), "--force", "--grace-period=0")
                .orThrow();
        return pod.getUid();
    }

    private long rolled(List<String> names) {
        return names.stream()
                .filter(name -> user.image(name).equals(Worker.image(Worker.NEXT_VERSION)))
                .count();
    }

    private List<String> uids() {
        return user.runners().stream()
                .map(runner -> runner.getMetadata().getUid())
                .sorted()
                .toList();
    }

    private List<Pod> workers() {
        return CLUSTER.client().pods().inNamespace(user.namespace()).list().getItems();
    }

    private static List<Pod> operators() {
        return CLUSTER.client()
                .pods()
                .inNamespace(Helm.NAMESPACE)
                .withLabel("app.kubernetes.io/name", "agentrunner-operator")
                .list()
                .getItems();
    }
}
