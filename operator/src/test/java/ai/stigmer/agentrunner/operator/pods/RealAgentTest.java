package ai.stigmer.agentrunner.operator.pods;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.testkit.Samples;
import ai.stigmer.agentrunner.operator.testkit.TestProgress;
import ai.stigmer.agentrunner.operator.testkit.WithOperator;
import ai.stigmer.agentrunner.operator.testkit.Worker;
import ai.stigmer.agentrunner.testing.Repository;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The reference worker (runner/) and a real Temporal, by the manifests that the README applies. In Ollama's place answers
 * the server of the worker's own tests. {@code -Drunner.image} and {@code -Drunner.version}: the worker's image, which the
 * nodes have.
 */
@Tag("pods")
@ExtendWith(TestProgress.class)
@EnabledIfSystemProperty(named = "runner.image", matches = ".+", disabledReason = "no image of runner/ is given")
class RealAgentTest extends WithOperator {
    private static final Path WORKER_TESTS = Repository.root().resolve("runner/tests");

    @BeforeEach
    void restrictedNamespaceWithAModel() {
        CLUSTER.kubectl("label", "ns", user.namespace(), "pod-security.kubernetes.io/enforce=restricted")
                .orThrow();
        user.kubectl(
                "create",
                "configmap",
                "ollama",
                "--from-file=" + WORKER_TESTS.resolve("llm_server.py"),
                "--from-file=" + WORKER_TESTS.resolve("answers/openai/write-a-file"));
        user.apply(Repository.read("operator/src/test/resources/pods/ollama.yaml")
                .replace("IMAGE", Samples.RUNNER_IMAGE + ":" + Samples.RUNNER_VERSION));
    }

    @Test
    void an_agent_writes_a_file_which_outlives_its_pod() {
        user.apply(Samples.temporal());
        user.apply(Samples.minimal());
        user.awaitReady("demo");
        assertThat(execute()).contains("\"status\":\"completed\"", "\"files\":[\"notes/hello.txt\"]");

        var worker = new Worker(CLUSTER, user);
        var first = worker.awaitPod();
        user.kubectl("delete", "pod", first.getMetadata().getName());
        worker.awaitPod(first);
        user.awaitReady("demo");
        assertThat(worker.exec("cat /workspace/notes/hello.txt")).isEqualTo("hello from the agent");
        assertThat(execute()).contains("\"status\":\"completed\"");
    }

    /** One AgentExecution from beginning to end; its outcome as JSON without blanks. */
    private String execute() {
        var input = "{\"instructions\": \"You work on files.\", \"message\": \"Do it.\", \"model\": \"write-a-file\"}";
        var temporal = "temporal workflow execute --type AgentExecution --task-queue agent_execution_runner"
                + " --execution-timeout 2m --output json --input";
        var command = new ArrayList<>(List.of("exec", "deploy/temporal", "--"));
        command.addAll(List.of(temporal.split(" ")));
        command.add(input);
        return user.kubectl(command.toArray(String[]::new)).replaceAll("\\s", "");
    }
}
