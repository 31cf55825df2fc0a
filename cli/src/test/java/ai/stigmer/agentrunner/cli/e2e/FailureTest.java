package ai.stigmer.agentrunner.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.stigmer.agentrunner.cli.runtime.Containers;
import ai.stigmer.agentrunner.cli.runtime.Volumes;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What users are told where something is wrong, and that nothing is left half made. */
class FailureTest extends RuntimeTest {

    @Test
    void a_crash_is_told_in_the_operators_words_with_the_last_lines() {
        var result = agentrunner.call(
                "run",
                agentrunner
                        .manifest("demo", runner("env: [{name: CRASH, value: \"1\"}]"))
                        .toString());
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err())
                // Podman starts it again at once, and then tells no exit code.
                .containsPattern("CrashLooping: container agent-runner (exited with code 3|keeps exiting)")
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
    void a_change_that_can_not_start_leaves_what_ran() {
        agentrunner
                .call("run", agentrunner.manifest("demo", runner("")).toString())
                .orThrow();
        var containers = new Containers(runtime);
        var before = containers.find(name).orElseThrow();
        var changed = agentrunner.manifest("demo", runner("command: [nothing-there]"));
        var result = agentrunner.call("run", changed.toString());
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err())
                .contains(
                        "is started again once it has stopped",
                        "CrashLooping: container agent-runner can't be started",
                        "nothing-there");
        var after = containers.find(name).orElseThrow();
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.state().isRunning()).isTrue();
        assertThat(containers.find(name + ".next")).isEmpty();
        assertThat(runs()).as("with its workspace").isEqualTo(2);
    }

    @Test
    void what_a_killed_run_was_about_to_replace_gets_its_name_back() {
        var manifest = agentrunner.manifest("demo", runner("")).toString();
        agentrunner.call("run", manifest).orThrow();
        var containers = new Containers(runtime);
        var before = containers.find(name).orElseThrow();
        containers.stop(before);
        containers.rename(before.id(), name + ".former");
        assertThat(agentrunner.call("run", manifest).orThrow().out()).contains(name + " runs");
        var after = containers.find(name).orElseThrow();
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.state().isRunning()).isTrue();
    }

    @Test
    void a_volume_of_Secret_files_goes_with_what_can_not_start() {
        var manifest = agentrunner.manifest("demo", runnerWithFiles("command: [nothing-there]"));
        assertThat(agentrunner.call("run", manifest.toString()).exit()).isEqualTo(1);
        assertThat(new Volumes(runtime).files(name)).isEmpty();
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
    void root_is_refused_unless_a_policy_allows_it() throws IOException {
        var manifest =
                agentrunner.manifest("demo", runner("security: {runAsUser: 0}")).toString();
        var refused = agentrunner.call("run", manifest);
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("allow it here with --policy FILE, in which policy.allowRoot is true");
        var policy = Files.writeString(folder.resolve("policy.yaml"), "policy: {allowRoot: true}\n");
        agentrunner.call("run", "--policy", policy.toString(), manifest).orThrow();
    }

    @Test
    void a_foreign_volume_of_the_workspaces_name_is_left_alone() {
        var volume = name + "-workspace";
        runtime.client().createVolumeCmd().withName(volume).exec();
        try {
            var result = agentrunner.call(
                    "run", agentrunner.manifest("demo", runner("")).toString());
            assertThat(result.exit()).isEqualTo(1);
            assertThat(result.err()).contains("NameConflict: a volume " + volume);
            assertThat(new Containers(runtime).find(name)).isEmpty();
        } finally {
            runtime.client().removeVolumeCmd(volume).exec();
        }
    }

    @Test
    void a_runtime_that_is_stopped_meanwhile_is_told() throws IOException {
        try (var relay = new Relay(runtime.endpoint())) {
            runIsToldOfStop(Map.of("DOCKER_HOST", relay.host()), relay::cut);
        }
        assertThat(agentrunner
                        .call("run", agentrunner.manifest("demo", runner("")).toString())
                        .orThrow()
                        .out())
                .contains("runs, replaced");
    }

    @Test
    void neighbours_whose_names_begin_alike_live_together() {
        var neighbour = name + "-next";
        agentrunner
                .call("run", agentrunner.manifest("next", runner(neighbour, "")).toString())
                .orThrow();
        agentrunner
                .call("run", agentrunner.manifest("demo", runner("")).toString())
                .orThrow();
        agentrunner
                .call(
                        "run",
                        agentrunner
                                .manifest("demo", runner("env: [{name: NEW, value: \"1\"}]"))
                                .toString())
                .orThrow();
        agentrunner.call("rm", "--volumes", "--yes", name).orThrow();
        assertThat(new Containers(runtime).find(neighbour).orElseThrow().state().isRunning())
                .isTrue();
        assertThat(new Volumes(runtime).workspaces(neighbour)).hasSize(1);
    }

    @Test
    void ctrl_c_while_a_container_is_replaced_starts_it_again() throws IOException, InterruptedException {
        var drains = "command: [/bin/sh, -c, \"echo starts; trap 'echo draining; sleep 8; exit 0' TERM;"
                + " while :; do sleep 1 & wait $!; done\"]\n  probes: {disabled: true}";
        var spec =
                runner(drains).replace("  probes: {readiness: {exec: {command: [/bin/agent-runner, health]}}}\n", "");
        agentrunner.call("run", agentrunner.manifest("demo", spec).toString()).orThrow();
        var containers = new Containers(runtime);
        var before = containers.find(name).orElseThrow();
        var changed = agentrunner.manifest("demo", spec + "  env: [{name: NEW, value: \"1\"}]\n");
        var process = agentrunner.start(Map.of(), "run", changed.toString());
        await().atMost(Duration.ofMinutes(1))
                .until(() -> containers.lastLines(before.id()).contains("draining"));
        process.destroy();
        process.waitFor();
        assertThat(agentrunner.written(process)).contains("is started again once it has stopped");
        var after = containers.find(name).orElseThrow();
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.state().isRunning()).isTrue();
        assertThat(containers.find(name + ".next")).isEmpty();
    }

    @Test
    void ctrl_c_leaves_nothing_half_made() throws InterruptedException {
        var slow = agentrunner
                .manifest("demo", runner("env: [{name: HEALTH, value: \"no\"}]"))
                .toString();
        var process = agentrunner.start(Map.of(), "run", slow);
        var containers = new Containers(runtime);
        assertThat(process.waitFor(2, TimeUnit.SECONDS)).isFalse();
        process.destroy();
        process.waitFor();
        assertThat(containers.find(name + ".next")).isEmpty();
        assertThat(containers.find(name).filter(found -> !found.state().isRunning()))
                .as("there is none, or a whole one")
                .isEmpty();
        agentrunner
                .call("run", agentrunner.manifest("demo", runner("")).toString())
                .orThrow();
    }
}
