package ai.stigmer.agentrunner.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.stigmer.agentrunner.cli.runtime.Connector;
import ai.stigmer.agentrunner.cli.runtime.ContainerRuntime;
import ai.stigmer.agentrunner.cli.runtime.Containers;
import ai.stigmer.agentrunner.cli.runtime.Endpoints;
import ai.stigmer.agentrunner.cli.runtime.Volumes;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** On the container runtime that -Dhost names, with the program that make cli has built. */
@Tag("cli")
abstract class RuntimeTest {
    private static final String HOST = System.getProperty("host", "");

    @TempDir
    Path folder = Path.of("");

    Binary agentrunner = new Binary("", Path.of(""));
    final ContainerRuntime runtime = connect();
    final String name = "e2e-" + Long.toString(System.nanoTime(), 36);

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
        containers.list().stream()
                .filter(container -> container.name().startsWith(name))
                .forEach(container -> containers.remove(container.id()));
        var volumes = new Volumes(runtime);
        runtime.client().listVolumesCmd().exec().getVolumes().stream()
                .map(InspectVolumeResponse::getName)
                .filter(volume -> volume.startsWith(name))
                .forEach(volumes::remove);
        runtime.client().close();
    }

    /**
     * A run of a worker that doesn't get healthy, which waits for that, and ends in a sentence when its runtime stops answering.
     *
     * @param stop stops the runtime
     */
    void runIsToldOfStop(Map<String, String> environment, Runnable stop) throws IOException {
        var unwell = agentrunner.manifest("demo", runner("env: [{name: HEALTH, value: \"no\"}]"));
        var process = agentrunner.start(environment, "run", unwell.toString());
        await().atMost(Duration.ofMinutes(1))
                .until(() -> agentrunner.written(process).contains("waiting until it is healthy"));
        stop.run();
        var result = agentrunner.finish(process);
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err())
                .contains("the runtime has stopped answering", "start it, then run this again")
                .doesNotContain("\tat ");
    }

    int runs() {
        return (int) agentrunner
                .call("exec", name, "--", "sh", "-c", "cat $SANDBOX_ROOT_DIR/runs")
                .orThrow()
                .out()
                .lines()
                .count();
    }

    String runner(String spec) {
        return runner(name, spec);
    }

    static String runner(String name, String spec) {
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

    /** One that mounts a file of a Secret, sk-file, which is in the manifest, too. */
    String runnerWithFiles(String spec) {
        return runner(spec + "\n  template:\n"
                        + "    volumes: [{name: files, secret: {secretName: files}}]\n"
                        + "    volumeMounts: [{name: files, mountPath: /files}]")
                + """
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: files}
                stringData: {token: sk-file}
                """;
    }
}
