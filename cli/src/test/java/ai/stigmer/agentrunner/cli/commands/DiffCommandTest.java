package ai.stigmer.agentrunner.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.cli.ExitCode;
import ai.stigmer.agentrunner.cli.cluster.FakeApiServer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which cluster is asked, and what is said where none answers. */
@Timeout(30)
class DiffCommandTest {
    private static final String DEMO = """
            apiVersion: stigmer.ai/v1alpha1
            kind: AgentRunner
            metadata: {name: demo}
            spec: {version: 1.4.2}
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void what_would_be_made_ends_with_1_and_is_of_the_contexts_namespace() throws IOException {
        try (var server = FakeApiServer.empty()) {
            var result = diff(DEMO, server);
            assertThat(result.exit()).isEqualTo(1);
            assertThat(result.out())
                    .startsWith("AgentRunner agents/demo (-:1)\n  image: ghcr.io/stigmer/agent-runner:1.4.2\n");
            assertThat(result.err()).isEqualTo("1 AgentRunner: 1 would change\n");
            assertThat(server.requests())
                    .contains("GET /apis/stigmer.ai/v1alpha1/namespaces/agents/agentrunners/demo as viewer")
                    .allMatch(request -> request.startsWith("GET "));
        }
    }

    @Test
    void another_namespace_is_asked_for_as_with_kubectl() throws IOException {
        try (var server = FakeApiServer.empty()) {
            assertThat(diff(DEMO, server, "-n", "others").out()).startsWith("AgentRunner others/demo");
            var result = diff(DEMO.replace("{name: demo}", "{name: demo, namespace: agents}"), server, "-n", "others");
            assertThat(result.exit()).isEqualTo(2);
            assertThat(result.err())
                    .contains("-:1: metadata.namespace: it is of namespace agents, and --namespace says others");
        }
    }

    @Test
    void json_is_for_programs() throws IOException {
        try (var server = FakeApiServer.empty()) {
            var result = diff(DEMO, server, "-o", "json");
            assertThat(result.exit()).isEqualTo(1);
            assertThat(result.err()).isEmpty();
            assertJson(result.out());
        }
    }

    private static void assertJson(String text) throws JsonProcessingException {
        var json = new ObjectMapper().readTree(text);
        assertThat(json.path("different").asBoolean()).isTrue();
        var runner = json.path("agentRunners").path(0);
        assertThat(runner.path("namespace").asText()).isEqualTo("agents");
        assertThat(runner.at("/image/to").asText()).isEqualTo("ghcr.io/stigmer/agent-runner:1.4.2");
        assertThat(runner.at("/podsRestart/value").asBoolean(true)).isFalse();
        assertThat(runner.at("/filesKept/value").asBoolean()).isTrue();
        assertThat(runner.at("/objects/0/change").asText()).isEqualTo("made");
        assertThat(runner.at("/objects/0/diff").asText()).startsWith("--- /dev/null\n");
    }

    /** 1 says that there is a difference. */
    @Test
    void what_fails_otherwise_ends_with_4_too() {
        assertThat(AgentRunnerCommand.commandLine(Calls.context()).getSubcommands())
                .hasEntrySatisfying(
                        "diff", diff -> assertThat(diff.getCommandSpec().exitCodeOnExecutionException())
                                .isEqualTo(ExitCode.NO_CLUSTER.number()));
    }

    @Test
    void without_a_kubeconfig_it_ends_with_4() {
        var result = Calls.call(DEMO, "diff", "-");
        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("there is no kubeconfig with a context in use: set KUBECONFIG");
    }

    @Test
    void where_no_cluster_answers_it_ends_with_4_within_seconds() throws IOException {
        int port;
        try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        var kubeconfig = FakeApiServer.kubeconfig(folder, port);
        var begin = System.nanoTime();
        var result = Calls.call(DEMO, "diff", "--kubeconfig", kubeconfig.toString(), "-");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.err())
                .contains("no cluster answers at http://127.0.0.1:" + port
                        + "/ (context test): the connection is refused;")
                .doesNotContain("\tat ");
    }

    @Test
    void what_else_the_cluster_says_is_told_in_its_words() throws IOException {
        assertThat(said(401, FakeApiServer.status(401, "Unauthorized", "Unauthorized")))
                .contains("doesn't know who asks: Unauthorized; log in again");
        assertThat(said(
                        403,
                        FakeApiServer.status(403, "Forbidden", "agentrunners is forbidden: User viewer cannot get")))
                .contains("AgentRunner agents/demo can't be read: agentrunners is forbidden: User viewer cannot get;")
                .contains("the role view in namespace agents");
        assertThat(said(404, "404 page not found")).contains("the cluster knows no AgentRunners (stigmer.ai/v1alpha1)");
        assertThat(said(500, FakeApiServer.status(500, "InternalError", "etcdserver: leader changed")))
                .contains("etcdserver: leader changed; try again");
        assertThat(said(200, "<html>Welcome</html>")).contains("is no Kubernetes API server");
        assertThat(said(200, "[]")).contains("is no Kubernetes API server");
    }

    private String said(int status, String body) throws IOException {
        try (var server = FakeApiServer.saying(status, body)) {
            var result = diff(DEMO, server);
            assertThat(result.exit()).as(result.err()).isEqualTo(4);
            assertThat(result.out()).isEmpty();
            assertThat(result.err()).doesNotContain("\tat ", "secret");
            return result.err();
        }
    }

    @Test
    void a_file_that_can_not_be_used_asks_no_cluster() throws IOException {
        try (var server = FakeApiServer.empty()) {
            assertThat(diff(DEMO.replace("1.4.2", "1.10"), server).err()).contains("-:4: spec.version: ");
            assertThat(diff("{apiVersion: v1, kind: Service, metadata: {name: a}}", server)
                            .err())
                    .contains("there is no AgentRunner in these files");
            assertThat(diff(DEMO + "---\n" + DEMO, server).err()).contains("give one of them another name");
            assertThat(diff(DEMO, server, "--context", "elsewhere").err()).contains("there is no context elsewhere");
            assertThat(server.requests()).isEmpty();
        }
        assertThat(Calls.call(
                                DEMO,
                                "diff",
                                "--kubeconfig",
                                folder.resolve("none").toString(),
                                "-")
                        .exit())
                .isEqualTo(2);
    }

    @Test
    void what_the_installation_refuses_is_told_with_its_place() throws IOException {
        try (var server = FakeApiServer.empty()) {
            var result = diff(
                    DEMO + "---\n" + DEMO.replace("demo", "host").replace("1.4.2", "1.4.2, network: {mode: Host}"),
                    server);
            assertThat(result.exit()).isEqualTo(2);
            assertThat(result.out()).isEmpty();
            assertThat(result.err()).contains("-:6: spec.network.mode Host is not allowed");
        }
    }

    private Calls.Result diff(String input, FakeApiServer server, String... options) throws IOException {
        var arguments = new String[options.length + 4];
        arguments[0] = "diff";
        arguments[1] = "--kubeconfig";
        arguments[2] = server.kubeconfig(folder).toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        arguments[arguments.length - 1] = "-";
        return Calls.call(input, arguments);
    }
}
