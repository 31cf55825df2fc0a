package ai.stigmer.agentrunner.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.stigmer.agentrunner.cli.runtime.Connector;
import ai.stigmer.agentrunner.cli.runtime.ContainerRuntime;
import ai.stigmer.agentrunner.cli.runtime.Containers;
import ai.stigmer.agentrunner.cli.runtime.Endpoints;
import ai.stigmer.agentrunner.cli.runtime.Volumes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the container runtime that -Dhost names: what its users do, with the program that make cli has built. */
@Tag("cli")
class ContainerLifeTest {
    private static final String HOST = System.getProperty("host", "");

    @TempDir
    private Path folder = Path.of("");

    private Binary agentrunner = new Binary("", Path.of(""));
    private ContainerRuntime runtime = connect();
    private final String name = "e2e-" + Long.toString(System.nanoTime(), 36);

    private static ContainerRuntime connect() {
        return Connector.connect(
                new Endpoints(Map.of()).candidates(Optional.of(HOST), Optional.empty()), Optional.empty());
    }

    @BeforeEach
    void image() {
        agentrunner = new Binary(HOST, folder);
        StandInImage.make(runtime, Path.of(System.getProperty("busybox", "/bin/busybox")));
    }

    @AfterEach
    void leave_nothing() throws IOException {
        var containers = new Containers(runtime);
        containers.find(name).ifPresent(container -> containers.remove(container.id()));
        var volumes = new Volumes(runtime);
        volumes.files(name).forEach(volumes::remove);
        volumes.workspaces(name).forEach(volumes::remove);
        runtime.client().close();
    }

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
        var status = agentrunner
                .call("exec", name, "--", "sh", "-c", "cat /proc/self/status; touch /x")
                .out();
        assertThat(status).containsPattern("CapBnd:\\s+0000000000000000").containsPattern("NoNewPrivs:\\s+1");
        assertThat(agentrunner.call("exec", name, "--", "touch", "/etc/x").exit())
                .isNotZero();
        agentrunner.call("exec", name, "--", "touch", "/tmp/x").orThrow();
    }

    @Test
    void a_crash_is_told_in_the_operators_words_with_the_last_lines() {
        var result = agentrunner.call(
                "run",
                agentrunner
                        .manifest("demo", runner("env: [{name: CRASH, value: \"1\"}]"))
                        .toString());
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err())
                .contains("CrashLooping: container agent-runner ends with exit code 3")
                .contains("no key: set STIGMER_LLM_API_KEY")
                .doesNotContain("kubectl", "\tat ");
    }

    @Test
    void a_command_that_is_not_there_is_told_and_leaves_nothing() {
        var result = agentrunner.call(
                "run",
                agentrunner.manifest("demo", runner("command: [nothing-there]")).toString());
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err())
                .contains("CrashLooping: container agent-runner can't be started")
                .contains("nothing-there");
        assertThat(new Containers(runtime).find(name)).isEmpty();
        assertThat(new Volumes(runtime).workspaces(name)).isEmpty();
    }

    @Test
    void a_check_that_fails_is_told_with_what_it_says() {
        var manifest = agentrunner.manifest("demo", runner("env: [{name: HEALTH, value: \"no\"}]"));
        var result = agentrunner.call("run", "--timeout", "3", manifest.toString());
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("not healthy after 3 s; it keeps running");
        assertThat(new Containers(runtime).find(name).orElseThrow().state().isRunning())
                .isTrue();
    }

    @Test
    void all_that_is_missing_is_told_at_once_before_anything_is_made() {
        var manifest = agentrunner.manifest("demo", runner("""
                llm: {provider: openai, apiKeySecretRef: {name: openai, key: api-key}}
                  envFrom: [{configMapRef: {name: settings}}]"""));
        var result = agentrunner.call("run", manifest.toString());
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err())
                .contains("Secret openai with its key api-key, for variable STIGMER_LLM_API_KEY")
                .contains("ConfigMap settings, for envFrom");
        assertThat(new Containers(runtime).find(name)).isEmpty();
    }

    @Test
    void values_come_from_the_file_or_the_shell_and_are_never_shown() {
        var manifest = agentrunner.manifest("demo", runner("""
                llm: {provider: openai, apiKeySecretRef: {name: openai, key: api-key}}
                  template:
                    volumes: [{name: files, secret: {secretName: files}}]
                    volumeMounts: [{name: files, mountPath: /files}]""") + """
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: files}
                stringData: {token: sk-file}
                """);
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
    void a_foreign_container_of_the_name_is_left_alone() {
        var id = runtime.client()
                .createContainerCmd(StandInImage.REPOSITORY + ":" + StandInImage.VERSION)
                .withName(name)
                .withEntrypoint(StandInImage.COMMAND)
                .exec()
                .getId();
        try {
            var result = agentrunner.call(
                    "run", agentrunner.manifest("demo", runner("")).toString());
            assertThat(result.exit()).isEqualTo(1);
            assertThat(result.err()).contains("NameConflict: a container " + name);
            assertThat(agentrunner.call("rm", name).err()).contains("was not made by agentrunner and is left alone");
            assertThat(new Containers(runtime).find(name).orElseThrow().id()).isEqualTo(id);
        } finally {
            new Containers(runtime).remove(id);
        }
    }

    @Test
    void two_runs_at_once_make_one_container() {
        var manifest = agentrunner.manifest("demo", runner("")).toString();
        var both = List.of(agentrunner.start(Map.of(), "run", manifest), agentrunner.start(Map.of(), "run", manifest));
        var results = both.stream().map(agentrunner::finish).toList();
        assertThat(results).as(results.toString()).anyMatch(result -> result.exit() == 0);
        assertThat(results)
                .allMatch(result -> result.exit() == 0 || result.err().contains("is at work"));
        assertThat(new Containers(runtime)
                        .list().stream().filter(container -> container.name().startsWith(name)))
                .hasSize(1);
        agentrunner.call("run", manifest).orThrow();
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
        agentrunner.call("rm", "--volumes", "--yes", name).orThrow();
        assertThat(workspace.resolve("runs")).exists();
    }

    @Test
    void an_image_is_built_once_for_the_same_inputs() {
        var green = """
                apiVersion: stigmer.ai/v1alpha1
                kind: AgentRunner
                metadata: {name: %s}
                spec:
                  command: [/bin/agent-runner]
                  probes: {readiness: {exec: {command: [/bin/agent-runner, health]}}}
                  build:
                    args: {COLOR: %s}
                    source:
                      inline:
                        files:
                          Dockerfile: |
                            FROM %s:%s
                            ARG COLOR
                            LABEL color=$COLOR
                            COPY note /note
                          note: built here
                """.formatted(name, "green", StandInImage.REPOSITORY, StandInImage.VERSION);
        var manifest = agentrunner.manifest("built", green).toString();
        var first = agentrunner.call("run", manifest).orThrow();
        assertThat(first.err())
                .contains("building localhost/agentrunner/" + name)
                .contains("uses images built in the cluster, allowed here");
        assertThat(agentrunner
                        .call("exec", name, "--", "cat", "/note")
                        .orThrow()
                        .out())
                .isEqualTo("built here");
        assertThat(agentrunner.call("run", manifest).orThrow().err()).doesNotContain("building");

        var broken = green.replace("COPY note", "COPY not-there");
        var failed =
                agentrunner.call("run", agentrunner.manifest("built", broken).toString());
        assertThat(failed.exit()).isEqualTo(1);
        assertThat(failed.err()).contains("BuildFailed").contains("not-there");
        assertThat(new Containers(runtime).find(name).orElseThrow().state().isRunning())
                .as("what runs stays")
                .isTrue();
    }

    @Test
    void host_network_is_allowed_here_and_told() {
        var manifest = agentrunner.manifest("demo", runner("network: {mode: Host}"));
        var result = agentrunner.call("run", manifest.toString()).orThrow();
        assertThat(result.err())
                .contains("uses network.mode Host, allowed here; a cluster needs policy.allowHostNetwork");
        assertThat(agentrunner.call("logs", name).out()).contains("Temporal localhost:7233");
    }

    @Test
    void root_is_refused_unless_a_policy_allows_it() throws IOException {
        var manifest =
                agentrunner.manifest("demo", runner("security: {runAsUser: 0}")).toString();
        var refused = agentrunner.call("run", manifest);
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("allow it here with --policy FILE, in which policy.allowRoot is true");
        var policy = Files.writeString(folder.resolve("policy.yaml"), "policy: {allowRoot: true}\n");
        agentrunner.call("run", "--policy", policy.toString(), manifest).orThrow();
    }

    private int runs() {
        return (int) agentrunner
                .call("exec", name, "--", "sh", "-c", "cat $SANDBOX_ROOT_DIR/runs")
                .orThrow()
                .out()
                .lines()
                .count();
    }

    private String runner(String spec) {
        return """
                apiVersion: stigmer.ai/v1alpha1
                kind: AgentRunner
                metadata: {name: %s}
                spec:
                  version: %s
                  image: {repository: %s}
                  temporal: {address: "localhost:7233"}
                  probes: {readiness: {exec: {command: [/bin/agent-runner, health]}}}
                  %s
                """.formatted(
                        name,
                        StandInImage.VERSION,
                        StandInImage.REPOSITORY,
                        (spec.contains("command:") ? "" : "command: [" + StandInImage.COMMAND + "]\n  ") + spec);
    }
}
