package ai.stigmer.agentrunner.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is said without any runtime. */
class CommandLineTest {
    private static final String DEMO = """
            apiVersion: stigmer.ai/v1alpha1
            kind: AgentRunner
            metadata: {name: demo}
            spec: {version: 1.4.2, replicas: 3, temporal: {address: "localhost:7233"}}
            """;

    @Test
    void a_dry_run_needs_no_runtime() {
        var result = Calls.call(DEMO, "run", "--dry-run", "-");
        assertThat(result.exit()).isZero();
        assertThat(result.out())
                .contains("image: ghcr.io/stigmer/agent-runner:1.4.2")
                .contains("TEMPORAL_SERVICE_ADDRESS=host.docker.internal:7233");
        assertThat(result.err())
                .contains("spec.temporal.address localhost:7233 is this machine")
                .contains("spec.replicas has no effect in a container: one container runs");
    }

    @Test
    void strict_refuses_what_a_container_can_not_honour() {
        var result = Calls.call(DEMO, "run", "--dry-run", "--strict", "-");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("spec.replicas has no effect in a container");
    }

    @Test
    void a_dry_run_as_json_is_json() {
        assertThat(Calls.call(DEMO, "run", "--dry-run", "-o", "json", "-").out())
                .startsWith("[ {");
    }

    @Test
    void without_a_runtime_the_exit_code_is_3() {
        var result = Calls.call(DEMO, "run", "-");
        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err()).contains("DOCKER_HOST").doesNotContain("\tat ");
    }

    @Test
    void a_wrong_argument_is_told_with_its_help() {
        var result = Calls.call("", "run", "--dry", "x");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("see agentrunner run --help");
        assertThat(Calls.call("", "ps", "--runtime", "containerd").err()).contains("write docker or podman");
        assertThat(Calls.call("").exit()).isEqualTo(2);
    }

    @Test
    void a_file_that_is_not_there_is_told() {
        assertThat(Calls.call("", "run", "nowhere.yaml").err())
                .contains("nowhere.yaml: there is no such file or folder");
    }

    @Test
    void every_shell_gets_a_completion() {
        assertThat(Calls.call("", "completion", "bash").out()).contains("complete -F");
        assertThat(Calls.call("", "completion", "fish").out())
                .contains("complete -c agentrunner -f -n 'not __fish_seen_subcommand_from")
                .contains("-l dry-run")
                .contains(
                        "-n '__fish_seen_subcommand_from image; and not __fish_seen_subcommand_from build test push load'"
                                + " -a push")
                .contains("-n '__fish_seen_subcommand_from image; and __fish_seen_subcommand_from push' -l as");
    }

    @Test
    void a_hundred_agentrunners_of_one_file_are_all_planned_or_none() {
        var hundred = IntStream.range(0, 100)
                .mapToObj(number -> DEMO.replace("name: demo", "name: demo-" + number))
                .collect(Collectors.joining("---\n"));
        assertThat(Calls.call(hundred, "run", "--dry-run", "-").out().lines())
                .filteredOn(line -> line.startsWith("container demo-"))
                .hasSize(100);
        var broken = Calls.call(hundred.replace("name: demo-57", "name: demo-56"), "run", "--dry-run", "-");
        assertThat(broken.exit()).isEqualTo(2);
        assertThat(broken.out()).isEmpty();
    }

    @Test
    void images_are_told_apart_from_manifests() {
        assertThat(Calls.call("", "image").err()).contains("build, test, push or load");
        assertThat(Calls.call("", "image", "test", "nowhere.yaml").err()).contains("there is no such file or folder");
        assertThat(Calls.call("", "image", "test", "Not An Image").err()).contains("this is no image's name");
        assertThat(Calls.call("", "image", "test", "busybox").exit())
                .as("no runtime")
                .isEqualTo(3);
        assertThat(Calls.call(DEMO, "image", "build", "-").err()).contains("no AgentRunner of it has spec.build");
        assertThat(Calls.call("", "image", "load", "busybox").err()).contains("name a command");
    }

    @Test
    void what_the_operator_would_refuse_is_told_in_its_words() {
        var result = Calls.call("""
                apiVersion: stigmer.ai/v1alpha1
                kind: AgentRunner
                metadata: {name: demo}
                spec:
                  version: 1.4.2
                  template:
                    sidecars: [{name: side, image: busybox, resources: {limits: {memory: 1e999999999}}}]
                """, "run", "--dry-run", "-");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("limits.memory").doesNotContain("mistake of agentrunner");
    }
}
