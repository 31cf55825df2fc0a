package ai.stigmer.agentrunner.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.cli.ExitCode;
import ai.stigmer.agentrunner.cli.container.OperatorModel;
import ai.stigmer.agentrunner.cli.manifest.ManifestFile;
import ai.stigmer.agentrunner.cli.runtime.FakeDocker;
import ai.stigmer.agentrunner.model.rule.Policy;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What run makes of a runtime's answers. */
class RunTest {
    private final FakeDocker docker;

    RunTest() throws IOException {
        docker = new FakeDocker(FakeDocker.docker29());
    }

    @AfterEach
    void close() {
        docker.close();
    }

    @Test
    void what_the_runtime_says_of_one_leaves_the_others() {
        docker.answer("GET /containers/one/json", 500, "{\"message\":\"no space left on device\"}");
        var result = Calls.callOn(docker, runner("one", "") + "---\n" + runner("two", ""), "run", "-");
        assertThat(result.exit()).isEqualTo(ExitCode.FAILED.number());
        assertThat(result.err()).contains("one: the runtime refuses: no space left on device");
        assertThat(result.out()).contains("two runs: ");
    }

    @Test
    void a_volume_of_files_goes_where_the_container_can_not_be_made() {
        docker.answer("POST /containers/" + FakeDocker.ID + "/rename", 409, "{\"message\":\"is already in use\"}");
        var result = Calls.callOn(docker, withFiles("demo"), "run", "-");
        assertThat(result.exit()).isEqualTo(ExitCode.FAILED.number());
        assertThat(docker.requests()).anyMatch(request -> request.endsWith("/volumes/create"));
        assertThat(docker.volumes()).isEmpty();
    }

    @Test
    void a_port_that_there_can_not_be_is_the_workers_to_refuse() {
        var manifest = runner("demo", "temporal: {address: \"localhost:99999\"}");
        assertThat(Calls.callOn(docker, manifest, "run", "-").err()).contains("host.docker.internal:99999");
        assertThat(Calls.callOn(docker, manifest, "run", "--publish", "99999:9090", "-"))
                .isEqualTo(new Calls.Result(
                        ExitCode.INVALID.number(),
                        "",
                        "Error: --publish 99999:9090: write e.g. 9090:9090 or 127.0.0.1:9090:9090\n"));
    }

    @Test
    void a_restart_of_long_ago_is_no_crash() {
        docker.answer("GET /containers/" + FakeDocker.ID + "/json", 200, FakeDocker.container("demo", 1, "{}"));
        var model = new OperatorModel(Policy.RESTRICTED);
        var prepared = new Preparation(Calls.context(), model)
                .prepare(
                        List.of(new ManifestFile("demo.yaml", runner("demo", ""))),
                        new ManifestOptions(),
                        List.of(),
                        List.of(),
                        false)
                .getFirst();
        var clock = InstantSource.system();
        var readiness = new Readiness(docker.connect(), model, Calls.context().console(), clock, duration -> {
            throw new AssertionError("it is well at the first look");
        });
        readiness.await(
                prepared, new Readiness.Watched(FakeDocker.ID, clock.instant(), 1), Optional.of(Duration.ofSeconds(1)));
    }

    @Test
    void nothing_of_a_trial_stays() {
        var result = Calls.callOn(docker, withFiles("demo"), "image", "test", "--timeout", "0", "-");
        assertThat(result.exit()).as(result.toString()).isEqualTo(ExitCode.OK.number());
        assertThat(docker.requests()).contains("DELETE /v1.44/containers/" + FakeDocker.ID);
        assertThat(docker.volumes()).isEmpty();
    }

    @Test
    void a_check_whose_program_the_image_lacks_is_a_point_that_fails() {
        docker.answer("POST /exec/exec/start", 400, "{\"message\":\"exec: agent-runner: not found\"}");
        var result = Calls.callOn(docker, runner("demo", ""), "image", "test", "--timeout", "0", "-");
        assertThat(result.exit()).isEqualTo(ExitCode.FAILED.number());
        assertThat(result.out()).contains("FAILED  health: ", "exec: agent-runner: not found");
    }

    private static String withFiles(String name) {
        return runner(name, """
                template:
                    volumes: [{name: files, secret: {secretName: files}}]
                    volumeMounts: [{name: files, mountPath: /files}]""") + """
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: files}
                stringData: {token: sk-secret}
                """;
    }

    private static String runner(String name, String spec) {
        return """
                apiVersion: stigmer.ai/v1alpha1
                kind: AgentRunner
                metadata: {name: %s}
                spec:
                  version: 1.4.2
                  %s
                """.formatted(name, spec);
    }
}
