package ai.stigmer.agentrunner.operator.pods;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.operator.testkit.BuildSandbox;
import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** From a Dockerfile in the manifest to a worker that runs, under the rights of manifests/components/builds. */
@Tag("pods")
class RealBuiltRunnerTest extends WithBuilds {
    private static final String RUNNER = """
            build:
              source: {inline: {files: {Dockerfile: "FROM BASE\\nRUN LINE\\n"}}}
              cache: None
            command: [sh, -c, "trap 'exit 0' TERM; while true; do sleep 1 & wait $!; done"]
            workspace: {ephemeral: {}}
            probes:
              startup: {exec: {command: ["true"]}, periodSeconds: 1}
              readiness: {exec: {command: ["true"]}, periodSeconds: 1}
              liveness: {exec: {command: ["true"]}}
            """;

    private Sandbox user;

    @BeforeEach
    void namespaceForBuilds(TestInfo test) {
        user = Sandbox.create(CLUSTER, test.getTestMethod().orElseThrow().getName());
        BuildSandbox.admitBuilds(CLUSTER, user);
    }

    @AfterEach
    void deleteNamespace() {
        CLUSTER.client().namespaces().withName(user.namespace()).delete();
    }

    @Test
    void a_changed_line_is_built_and_rolled_out_and_a_broken_one_leaves_what_runs() {
        run("echo one >/made");
        var one = image(user.awaitReady("demo"));
        assertThat(one).matches(".+@sha256:[0-9a-f]{64}");
        assertThat(made()).isEqualTo("one");

        run("echo two >/made");
        user.await("demo", runner -> assertThat(image(runner)).isNotEqualTo(one));
        var two = image(user.awaitReady("demo"));
        assertThat(made()).isEqualTo("two");

        run("cat /no-such-file >/made");
        assertThat(user.awaitReason("demo", "BuildFailed"))
                .contains(
                        "Dockerfile:2: RUN cat /no-such-file >/made: exit code: 1",
                        "No such file or directory",
                        "correct the Dockerfile",
                        "kubectl logs -n " + user.namespace());
        assertThat(image(user.get("demo"))).isEqualTo(two);
        assertThat(made()).isEqualTo("two");

        run("echo one >/made");
        user.await("demo", runner -> assertThat(image(runner)).isEqualTo(one));
        user.awaitReady("demo");
        assertThat(made()).isEqualTo("one");
    }

    @Test
    void what_keeps_an_image_from_being_built_is_told_with_what_to_do() {
        user.kubectl("create", "configmap", "files", "--from-literal=README=x");
        failing("base", "FROM " + BuildSandbox.BASE + "-missing", "");
        failing("deadline", "FROM BASE\\nRUN sleep 600", "timeoutSeconds: 8");
        failing("memory", "FROM BASE\\nRUN tail /dev/zero", "resources: {limits: {memory: 200Mi}}");
        failing(
                "disk",
                "FROM BASE\\nRUN head -c 200m /dev/zero >/big && sleep 600",
                "retries: 0\n  resources: {limits: {ephemeral-storage: 100Mi}}");
        user.runner("source", "build: {source: {configMap: {name: files}}, cache: None}\nworkspace: {ephemeral: {}}");

        told("base", "(BaseImage)", "not found", "correct FROM in the Dockerfile");
        told("source", "(Source)", "open Dockerfile: no such file", "spec.build.dockerfile");
        told("deadline", "(Deadline)", "raise spec.build.timeoutSeconds, now 8");
        told("memory", "(Memory)", "RUN tail /dev/zero", "raise spec.build.resources.limits.memory");
        told("disk", "(Disk)", "exceeds the limit", "raise spec.build.resources.limits.ephemeral-storage");
    }

    private void failing(String name, String dockerfile, String more) {
        user.runner(name, """
                build:
                  source: {inline: {files: {Dockerfile: "%s\\n"}}}
                  cache: None
                  %s
                workspace: {ephemeral: {}}
                """.formatted(dockerfile.replace("BASE", BuildSandbox.BASE), more));
    }

    private void told(String name, String... words) {
        assertThat(user.awaitReason(name, "BuildFailed"))
                .contains(words)
                .contains("kubectl logs -n " + user.namespace());
    }

    private void run(String line) {
        user.runner("demo", RUNNER.replace("BASE", BuildSandbox.BASE).replace("LINE", line));
    }

    private static String image(AgentRunner runner) {
        return Objects.requireNonNull(
                Objects.requireNonNull(runner.getStatus().build()).image());
    }

    /** What the file says that the step made, in the pod that runs. */
    private String made() {
        return user.kubectl("exec", "deploy/demo", "-c", "agent-runner", "--", "cat", "/made")
                .strip();
    }
}
