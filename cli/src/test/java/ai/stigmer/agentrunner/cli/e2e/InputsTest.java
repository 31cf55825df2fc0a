package ai.stigmer.agentrunner.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import ai.stigmer.agentrunner.cli.process.Program;
import ai.stigmer.agentrunner.cli.runtime.Containers;
import ai.stigmer.agentrunner.cli.runtime.RuntimeKind;
import ai.stigmer.agentrunner.cli.runtime.Volumes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the command line and other files add to a manifest. */
class InputsTest extends RuntimeTest {

    @Test
    void a_folder_goes_up_and_down() throws IOException {
        var manifests = Files.createDirectory(folder.resolve("manifests"));
        Files.writeString(manifests.resolve("a.yaml"), runner(name + "-a", ""));
        Files.writeString(manifests.resolve("b.yml"), runner(name + "-b", ""));
        Files.writeString(manifests.resolve("notes.txt"), "not a manifest");
        var up = agentrunner.callIn(manifests, "up").orThrow();
        assertThat(up.out()).contains(name + "-a runs: ", name + "-b runs: ");
        assertThat(agentrunner.callIn(manifests, "up", "-o", "json").orThrow().out())
                .contains("\"unchanged\"")
                .doesNotContain("\"created\"");
        var down = agentrunner.call("down", manifests.toString()).orThrow();
        assertThat(down.out()).contains(name + "-a removed", name + "-b removed");
        assertThat(new Volumes(runtime).workspaces(name + "-a")).hasSize(1);
        agentrunner.call("up", manifests.toString()).orThrow();
        agentrunner.callIn(manifests, "down", "--volumes", "--yes").orThrow();
        assertThat(new Volumes(runtime).workspaces(name + "-a")).isEmpty();
        assertThat(agentrunner.callIn(manifests, "down").orThrow().err()).contains("none of them is here");
    }

    @Test
    void a_kustomization_is_built_first() throws IOException {
        assumeThat(Program.isThere("kubectl") || Program.isThere("kustomize")).isTrue();
        var kustomization = Files.createDirectory(folder.resolve("kustomization"));
        Files.writeString(kustomization.resolve("runner.yaml"), runner("base", ""));
        Files.writeString(kustomization.resolve("kustomization.yaml"), """
                resources: [runner.yaml]
                patches:
                  - target: {kind: AgentRunner}
                    patch: |
                      - {op: replace, path: /metadata/name, value: %s}
                """.formatted(name));
        assertThat(agentrunner.call("run", kustomization.toString()).orThrow().out())
                .contains(name + " runs: ");
        Files.writeString(kustomization.resolve("kustomization.yaml"), "resources: [missing.yaml]");
        var broken = agentrunner.call("run", kustomization.toString());
        assertThat(broken.exit()).isEqualTo(2);
        assertThat(broken.err()).contains("missing.yaml").doesNotContain("\tat ");
    }

    @Test
    void variables_and_secrets_come_from_files() throws IOException {
        var variables = Files.writeString(folder.resolve("worker.env"), "# ours\nLEVEL=debug\nEMPTY=\n");
        var secret = Files.writeString(folder.resolve("openai.env"), "api-key=sk-from-file\n");
        var token = Files.writeString(folder.resolve("token"), "two\nlines\n");
        var manifest = agentrunner.manifest("demo", runner("""
                env: [{name: LEVEL, value: info}]
                  llm: {provider: openai, apiKeySecretRef: {name: openai, key: api-key}}
                  template:
                    volumes: [{name: files, secret: {secretName: files}}]
                    volumeMounts: [{name: files, mountPath: /files}]"""));
        var result = agentrunner
                .call(
                        "run",
                        "--env-file",
                        variables.toString(),
                        "--secret",
                        "openai=" + secret,
                        "--secret",
                        "files/token=" + token,
                        manifest.toString())
                .orThrow();
        assertThat(result.toString()).doesNotContain("sk-from-file", "debug");
        assertThat(agentrunner
                        .call("exec", name, "--", "sh", "-c", "echo $LEVEL $EMPTY. $OPENAI_API_KEY; cat /files/token")
                        .orThrow()
                        .out())
                .isEqualTo("debug . sk-from-file\ntwo\nlines\n");
    }

    @Test
    void a_command_reads_standard_input_to_its_end() throws IOException {
        agentrunner
                .call("run", agentrunner.manifest("demo", runner("")).toString())
                .orThrow();
        var large = Files.write(folder.resolve("large"), new byte[2_000_000]);
        assertThat(agentrunner.feed(large, "exec", "-i", name, "--", "wc", "-c").orThrow())
                .isEqualTo(new Binary.Result(0, "2000000\n", ""));
        var unread = agentrunner.feed(large, "exec", "-i", name, "--", "sh", "-c", "echo done; exit 5");
        assertThat(unread.exit()).isEqualTo(5);
        // Podman 4.3 drops output that it hasn't fetched when the command ends with input unread.
        if (runtime.kind() == RuntimeKind.DOCKER) {
            assertThat(unread.out()).isEqualTo("done\n");
        }
    }

    @Test
    void a_published_port_is_reachable_on_this_machine() throws IOException {
        int port = freePort();
        var manifest = agentrunner.manifest("demo", runner("env: [{name: METRICS, value: \"up 1\"}]"));
        agentrunner
                .call("run", "--publish", "127.0.0.1:" + port + ":9090", manifest.toString())
                .orThrow();
        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(() -> {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(socket.getInputStream().readAllBytes()).asString().startsWith("up 1");
            }
        });
        var taken = agentrunner.call(
                "run",
                "--publish",
                "127.0.0.1:" + port + ":9090",
                agentrunner.manifest("other", runner(name + "-other", "")).toString());
        assertThat(taken.exit()).isEqualTo(1);
        assertThat(taken.err()).contains(String.valueOf(port)).doesNotContain("\tat ");
        assertThat(new Containers(runtime).find(name + "-other")).isEmpty();
    }

    @Test
    void an_existing_volume_is_used_and_never_made_nor_deleted() {
        var volume = name + "-data";
        var manifest = agentrunner
                .manifest("demo", runner("workspace: {existingClaim: {claimName: " + volume + "}}"))
                .toString();
        // Podman takes it for the one asked for.
        runtime.client().createVolumeCmd().withName(volume + "-of-another").exec();
        var missing = agentrunner.call("run", manifest);
        assertThat(missing.exit()).isEqualTo(1);
        assertThat(missing.err()).contains("WaitingForClaim: there is no volume " + volume, "volume create " + volume);

        runtime.client().createVolumeCmd().withName(volume).exec();
        var first = agentrunner.call("run", manifest);
        if (runtime.kind() == RuntimeKind.DOCKER) {
            assertThat(first.err()).contains("could not write to its workspace", "chown");
        }
        agentrunner.call("rm", "--volumes", "--yes", name);
        assertThat(new Volumes(runtime).labels(volume)).isPresent();
        assertThat(new Volumes(runtime).remove(volume + "-of")).isTrue();
        assertThat(new Volumes(runtime).labels(volume + "-of-another")).isPresent();
    }

    @Test
    void an_ephemeral_workspace_can_be_written_to_and_goes_with_the_container() {
        agentrunner
                .call(
                        "run",
                        agentrunner
                                .manifest("demo", runner("workspace: {ephemeral: {}}"))
                                .toString())
                .orThrow();
        assertThat(runs()).isEqualTo(1);
        agentrunner.call("rm", name).orThrow();
        assertThat(runtime.client().listVolumesCmd().exec().getVolumes())
                .noneMatch(volume -> volume.getName().startsWith(name));
    }

    @Test
    void logs_are_followed_until_the_container_ends() throws IOException {
        agentrunner
                .call("run", agentrunner.manifest("demo", runner("")).toString())
                .orThrow();
        var logs = agentrunner.start(Map.of(), "logs", "-f", name);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> agentrunner.written(logs).contains("starts"));
        assertThat(logs.isAlive()).isTrue();
        agentrunner.call("stop", name).orThrow();
        assertThat(agentrunner.finish(logs).orThrow().out()).endsWith("draining\n");
    }

    @Test
    void what_listens_on_loopback_only_is_noticed() throws IOException {
        assumeThat(runtime.endpoint().isLocal()).isTrue();
        try (var temporal = new ServerSocket()) {
            temporal.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var manifest = runner("").replace("localhost:7233", "localhost:" + temporal.getLocalPort());
            var result = agentrunner
                    .call("run", agentrunner.manifest("demo", manifest).toString())
                    .orThrow();
            assertThat(result.err())
                    .contains("what listens on port " + temporal.getLocalPort())
                    .contains("--ip 0.0.0.0", "spec.network.mode: Host");
        }
        try (var temporal = new ServerSocket(0)) {
            var manifest = runner("").replace("localhost:7233", "localhost:" + temporal.getLocalPort());
            assertThat(agentrunner
                            .call("run", agentrunner.manifest("demo", manifest).toString())
                            .orThrow()
                            .err())
                    .doesNotContain("127.0.0.1 only");
            Thread.ofVirtual().start(() -> closeAll(temporal));
            var connect = "nc -w 5 host.docker.internal " + temporal.getLocalPort() + " </dev/null";
            assertThat(agentrunner.call("exec", name, "--", "sh", "-c", connect).exit())
                    .as("this machine is reachable under that name")
                    .isZero();
        }
    }

    /** Each connection, until the socket is closed. */
    private static void closeAll(ServerSocket server) {
        while (!server.isClosed()) {
            try {
                server.accept().close();
            } catch (IOException e) {
                // The socket was closed.
                return;
            }
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
