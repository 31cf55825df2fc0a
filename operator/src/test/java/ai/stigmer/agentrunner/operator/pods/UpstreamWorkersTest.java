package ai.stigmer.agentrunner.operator.pods;

import static ai.stigmer.agentrunner.operator.testkit.Sandbox.condition;
import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.BuildPhase;
import ai.stigmer.agentrunner.operator.testkit.BuildSandbox;
import ai.stigmer.agentrunner.operator.testkit.Samples;
import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import ai.stigmer.agentrunner.testing.Repository;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Stigmer's own workers by their samples, with a real Temporal: built in the cluster, then run where Pod Security is
 * restricted, which admits no builds. {@code -Dbuild.args} says what they are built from where it isn't what the Dockerfiles
 * say, e.g. {@code PYTHON_IMAGE: mirror.example.com/python:3.11}.
 */
@Tag("upstream")
class UpstreamWorkersTest extends WithBuilds {
    private static final String BUILD_ARGS = System.getProperty("build.args", "");

    /** All that they install comes over the network. */
    private static final Duration BUILD = Duration.ofMinutes(20);

    /** A workflow of the Node worker's own: one command, which ends once /workspace/go is there. */
    private static final String COMMAND = """
            {"model": {"document": {"dsl": "1.0.0", "namespace": "default", "name": "one", "version": "1.0.0"},
              "do": [{"key": "wait", "task": {"kind": "run", "run": {"shell": {
                "command": "until [ -e /workspace/go ]; do sleep 1; done; cat /workspace/kept"}}}}]},
             "workflow_input": {}, "env": {}}
            """;

    private static final String LOOK_FOR_TLS = "kubectl exec deploy/NAME -- ";

    private static final Set<BuildPhase> ENDED = Set.of(BuildPhase.Succeeded, BuildPhase.Failed);

    private final List<Sandbox> namespaces = new ArrayList<>();

    @AfterEach
    void deleteNamespaces() {
        namespaces.forEach(
                user -> CLUSTER.client().namespaces().withName(user.namespace()).delete());
    }

    @Test
    void the_Python_worker_hands_its_work_to_its_next_version() {
        var image = built("stigmer-python");
        var user = running("stigmer-python", image);
        survivesAnOutage(user, "stigmer-python");
        exec(user, "stigmer-python", "echo kept >/workspace/kept");

        // An activity asks a model that does not answer.
        user.apply(Repository.read("operator/src/test/resources/pods/stigmer-server.yaml")
                .replace("IMAGE", image));
        user.kubectl("wait", "pod/stigmer-server", "--for=condition=Ready", "--timeout=90s");
        handsOver(user, "stigmer-python", List.of("--type", "classify", "--task-queue", "server"));

        user.kubectl("exec", "stigmer-server", "--", "touch", "/tmp/answer");
        assertThat(temporal(user, "workflow", "result", "--workflow-id", "busy"))
                .contains("COMPLETED", "Execute delete");
        wroteBelowItsWorkspaceAlone(user, "stigmer-python");
        knowsNoTls(user, "stigmer-python");
    }

    @Test
    void the_Node_worker_hands_its_work_to_its_next_version() {
        var user = running("stigmer-node", built("stigmer-node"));
        survivesAnOutage(user, "stigmer-node");
        exec(user, "stigmer-node", "echo kept >/workspace/kept");

        handsOver(
                user,
                "stigmer-node",
                List.of("--type", "stigmer/workflow/execute", "--task-queue", "stigmer_runner", "--input", COMMAND));

        exec(user, "stigmer-node", "touch /workspace/go");
        assertThat(temporal(user, "workflow", "result", "--workflow-id", "busy"))
                .contains("COMPLETED", "kept");
        wroteBelowItsWorkspaceAlone(user, "stigmer-node");
        knowsNoTls(user, "stigmer-node");
    }

    /** A version change while an activity of this workflow runs: it goes on in the new pod. */
    private void handsOver(Sandbox user, String name, List<String> workflow) {
        var first = pod(user, name);
        var start = new ArrayList<>(List.of("workflow", "start", "--workflow-id", "busy"));
        start.addAll(workflow);
        temporal(user, start.toArray(String[]::new));
        user.eventually(() -> assertThat(busy(user)).contains("\"lastWorkerIdentity\":\"1@" + first + "\""));
        var second = rolled(user, name, first);
        user.eventually(
                () -> assertThat(busy(user)).contains("\"attempt\":2", "\"lastWorkerIdentity\":\"1@" + second + "\""));
    }

    /** The sample as it stands, but for what it is built from: Ready where builds may run. Returns its image. */
    private String built(String name) {
        var user = namespace(name + "-build");
        BuildSandbox.admitBuilds(CLUSTER, user);
        var folder = Repository.root().resolve("manifests/workers").resolve(name);
        user.kubectl("create", "configmap", name, "--from-file=" + folder);
        user.apply(Samples.temporal());
        user.apply(
                BUILD_ARGS.isEmpty()
                        ? sample(name)
                        : sample(name).replace("  build:\n", "  build:\n    args: {" + BUILD_ARGS + "}\n"));
        Awaitility.await()
                .ignoreExceptions()
                .atMost(BUILD)
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> ENDED.contains(Sandbox.build(user.get(name)).phase()));
        var build = Sandbox.build(user.get(name));
        assertThat(build.phase()).as("%s", build.message()).isEqualTo(BuildPhase.Succeeded);
        user.awaitReady(name);
        user.patch("ar", name, "{\"spec\":{\"suspend\":true}}");
        return Objects.requireNonNull(build.image());
    }

    private Sandbox running(String name, String image) {
        var user = namespace(name);
        CLUSTER.kubectl("label", "ns", user.namespace(), "pod-security.kubernetes.io/enforce=restricted")
                .orThrow();
        user.apply(Samples.temporal());
        user.kubectl("rollout", "status", "deploy/temporal", "--timeout=120s");
        var parts = image.split("@", 2);
        user.apply(sample(name)
                .replaceFirst(
                        "(?m)^  build:\n    source: .*$",
                        "  image: {repository: " + parts[0] + ", digest: " + parts[1] + "}"));
        user.awaitReady(name);
        return user;
    }

    /** It is not ready meanwhile, and not restarted. */
    private void survivesAnOutage(Sandbox user, String name) {
        user.kubectl("scale", "deploy/temporal", "--replicas=0");
        user.kubectl("delete", "pods", "-l", "app=temporal", "--force", "--grace-period=0");
        user.await(name, runner -> assertThat(
                        condition(runner, "Available").orElseThrow().getStatus())
                .isEqualTo("False"));
        user.kubectl("scale", "deploy/temporal", "--replicas=1");
        user.awaitReady(name);
        assertThat(user.kubectl(
                        "get",
                        "pods",
                        "-l",
                        "stigmer.ai/agentrunner=" + name,
                        "-o",
                        "jsonpath={.items[*].status.containerStatuses[0].restartCount}"))
                .isEqualTo("0");
    }

    /** Another version: the image's tag in place of its digest. Returns the new pod. */
    private String rolled(Sandbox user, String name, String former) {
        user.patch("ar", name, "{\"spec\":{\"image\":{\"digest\":null}}}");
        user.awaitReady(name);
        assertThat(user.image(name)).doesNotContain("@");
        assertThat(pod(user, name)).isNotEqualTo(former);
        assertThat(exec(user, name, "cat /workspace/kept")).isEqualTo("kept");
        return pod(user, name);
    }

    /** All else but /tmp is read-only. */
    private void wroteBelowItsWorkspaceAlone(Sandbox user, String name) {
        assertThat(exec(user, name, "find /tmp -type f")).isEmpty();
        assertThat(exec(user, name, "touch /anywhere 2>&1 || true")).contains("Read-only file system");
    }

    private Sandbox namespace(String name) {
        var user = Sandbox.create(CLUSTER, name);
        namespaces.add(user);
        return user;
    }

    /** As docs/troubleshooting.md has it found out, which says so of both. */
    private void knowsNoTls(Sandbox user, String name) {
        var command = Repository.read("docs/troubleshooting.md")
                .lines()
                .filter(line -> line.startsWith(LOOK_FOR_TLS))
                .findFirst()
                .orElseThrow();
        assertThat(exec(user, name, command.substring(LOOK_FOR_TLS.length()) + " || true"))
                .isEmpty();
    }

    private static String sample(String name) {
        return Repository.read("manifests/samples/" + name + ".yaml");
    }

    private static String pod(Sandbox user, String name) {
        return CLUSTER
                .client()
                .pods()
                .inNamespace(user.namespace())
                .withLabel("stigmer.ai/agentrunner", name)
                .list()
                .getItems()
                .stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
                .map(Pod::getMetadata)
                .findFirst()
                .orElseThrow()
                .getName();
    }

    private static String exec(Sandbox user, String name, String script) {
        return user.kubectl("exec", "deploy/" + name, "-c", "agent-runner", "--", "sh", "-c", script)
                .strip();
    }

    private static String busy(Sandbox user) {
        return temporal(user, "workflow", "describe", "--workflow-id", "busy", "--output", "json")
                .replaceAll("\\s", "");
    }

    private static String temporal(Sandbox user, String... command) {
        var all = new ArrayList<>(List.of("exec", "deploy/temporal", "--", "temporal"));
        all.addAll(List.of(command));
        return user.kubectl(all.toArray(String[]::new));
    }
}
