package ai.stigmer.agentrunner.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.stigmer.agentrunner.cli.runtime.Containers;
import ai.stigmer.agentrunner.cli.runtime.Volumes;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What users do with an AgentRunner that is well. */
class ContainerLifeTest extends RuntimeTest {

    @Test
    void a_whole_life() {
        var manifest = agentrunner.manifest("demo", runner(""));
        var first = agentrunner.call("run", manifest.toString()).orThrow();
        assertThat(first.out()).startsWith(name + " runs: " + StandInImage.REPOSITORY);
        assertThat(first.err()).contains("Next: agentrunner logs -f " + name);
        assertThat(agentrunner.call("ps").orThrow().out()).containsPattern(name + " +running +");
        assertThat(agentrunner.call("logs", name).orThrow().out())
                .contains("the worker of 1000:1000 starts, Temporal host.docker.internal:7233");
        assertThat(agentrunner.call("exec", name, "--", "sh", "-c", "cat $SANDBOX_ROOT_DIR/runs; exit 7"))
                .isEqualTo(new Binary.Result(7, "run\n", ""));

        assertThat(agentrunner.call("run", manifest.toString()).orThrow().out()).contains("runs already, unchanged");
        assertThat(runs()).as("it was left alone").isEqualTo(1);

        var changed = agentrunner.manifest("demo", runner("env: [{name: NEW, value: \"1\"}]"));
        assertThat(agentrunner.call("run", changed.toString()).orThrow().out()).contains("runs, replaced");
        assertThat(runs()).as("another container with the same workspace").isEqualTo(2);

        var before = Instant.now();
        agentrunner.call("stop", name).orThrow();
        assertThat(Duration.between(before, Instant.now()))
                .as("it ended by itself")
                .isLessThan(Duration.ofSeconds(50));
        assertThat(agentrunner.call("logs", "--tail", "1", name).orThrow().out())
                .isEqualTo("draining\n");
        assertThat(agentrunner.call("exec", name, "--", "id").err()).contains("agentrunner start " + name);
        agentrunner.call("start", name).orThrow();
        agentrunner.call("restart", name).orThrow();

        assertThat(agentrunner.call("rm", name).orThrow().err()).contains("volume " + name + "-workspace stays");
        agentrunner.call("run", manifest.toString()).orThrow();
        assertThat(runs()).as("the workspace was kept").isEqualTo(5);
        assertThat(agentrunner.call("rm", "--volumes", name).err()).contains("Nobody is there to answer: write --yes");
        agentrunner.call("rm", "--volumes", "--yes", name).orThrow();
        assertThat(new Volumes(runtime).workspaces(name)).isEmpty();
        assertThat(agentrunner.call("logs", name).err()).contains("there is no AgentRunner " + name);
    }

    @Test
    void it_is_hardened_as_in_a_cluster() {
        agentrunner
                .call("run", agentrunner.manifest("demo", runner("")).toString())
                .orThrow();
        var live = runtime.client().inspectContainerCmd(name).exec();
        assertThat(live.getConfig().getUser()).isEqualTo("1000:1000");
        assertThat(live.getHostConfig().getReadonlyRootfs()).isTrue();
        assertThat(live.getHostConfig().getSecurityOpts()).contains("no-new-privileges");
        assertThat(live.getHostConfig().getRestartPolicy().getName()).isEqualTo("unless-stopped");
        assertThat(live.getHostConfig().getLogConfig().getType().getType()).isEqualTo("json-file");
        var status = agentrunner
                .call("exec", name, "--", "sh", "-c", "cat /proc/self/status; touch /x")
                .out();
        assertThat(status).containsPattern("CapBnd:\\s+0000000000000000").containsPattern("NoNewPrivs:\\s+1");
        assertThat(agentrunner.call("exec", name, "--", "touch", "/etc/x").exit())
                .isNotZero();
        agentrunner.call("exec", name, "--", "touch", "/tmp/x").orThrow();
    }

    @Test
    void values_come_from_the_file_or_the_shell_and_are_never_shown() {
        var manifest = agentrunner.manifest(
                "demo", runnerWithFiles("llm: {provider: openai, apiKeySecretRef: {name: openai, key: api-key}}"));
        var environment = Map.of("OPENAI", "sk-shell");
        var dry = agentrunner
                .callWith(environment, "run", "--dry-run", "--from-env", "openai/api-key=OPENAI", manifest.toString())
                .orThrow();
        assertThat(dry.out() + dry.err()).doesNotContain("sk-shell", "sk-file").contains("OPENAI_API_KEY=(not shown)");
        agentrunner
                .callWith(environment, "run", "--from-env", "openai/api-key=OPENAI", manifest.toString())
                .orThrow();
        assertThat(agentrunner
                        .call("exec", name, "--", "sh", "-c", "echo $OPENAI_API_KEY; cat /files/token")
                        .orThrow()
                        .out())
                .isEqualTo("sk-shell\nsk-file");
        agentrunner.call("rm", name).orThrow();
        assertThat(new Volumes(runtime).files(name))
                .as("files of Secrets go with the container")
                .isEmpty();
    }

    @Test
    void suspend_stops_it_and_keeps_its_workspace() {
        agentrunner
                .call("run", agentrunner.manifest("demo", runner("")).toString())
                .orThrow();
        var suspended = agentrunner.manifest("demo", runner("suspend: true"));
        assertThat(agentrunner.call("run", suspended.toString()).orThrow().out())
                .contains("is suspended");
        assertThat(new Containers(runtime).find(name).orElseThrow().state().isRunning())
                .isFalse();
        agentrunner
                .call("run", agentrunner.manifest("demo", runner("")).toString())
                .orThrow();
        assertThat(runs()).isEqualTo(2);
    }

    @Test
    void a_folder_takes_the_volumes_place_and_is_never_deleted() throws IOException {
        assumeThat(runtime.isRootless())
                .as("there the container's user is another one")
                .isFalse();
        var workspace = Files.createDirectory(folder.resolve("work"));
        var manifest = agentrunner.manifest("demo", runner("")).toString();
        var refused = agentrunner.call("run", "--workspace", workspace.toString(), manifest);
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err())
                .contains("could not write to its workspace as user 1000:1000")
                .contains("chown");
        assertThat(new Containers(runtime).find(name)).isEmpty();

        Files.setAttribute(workspace, "unix:uid", 1000);
        agentrunner.call("run", "--workspace", workspace.toString(), manifest).orThrow();
        assertThat(workspace.resolve("runs")).content().isEqualTo("run\n");
        var another = Files.createDirectory(folder.resolve("another"));
        assertThat(agentrunner
                        .call("run", "--workspace", another.toString(), manifest)
                        .err())
                .contains("could not write to its workspace");
        assertThat(new Containers(runtime).find(name).orElseThrow().state().isRunning())
                .as("what runs stays")
                .isTrue();
        agentrunner.call("rm", "--volumes", "--yes", name).orThrow();
        assertThat(workspace.resolve("runs")).exists();
    }

    @Test
    void host_network_is_allowed_here_and_told() {
        var manifest = agentrunner.manifest("demo", runner("network: {mode: Host}"));
        var result = agentrunner.call("run", manifest.toString()).orThrow();
        assertThat(result.err())
                .contains("uses network.mode Host, allowed here; a cluster needs policy.allowHostNetwork");
        assertThat(agentrunner.call("logs", name).out()).contains("Temporal localhost:7233");
    }
}
