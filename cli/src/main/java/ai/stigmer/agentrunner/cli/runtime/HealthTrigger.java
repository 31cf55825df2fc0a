package ai.stigmer.agentrunner.cli.runtime;

import ai.stigmer.agentrunner.cli.container.ContainerSpec;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs a container's check now. Podman runs none by itself where systemd is missing, and Docker before 25 the first one
 * after a whole interval.
 */
public final class HealthTrigger {
    private final ContainerRuntime runtime;

    /** On that runtime. */
    public HealthTrigger(ContainerRuntime runtime) {
        this.runtime = runtime;
    }

    /**
     * How a check went.
     *
     * @param output what it said
     */
    public record Result(boolean healthy, String output) {}

    /** Empty where the check could not be run, e.g. because the container has just ended. */
    public Optional<Result> check(String id, ContainerSpec.Check check) {
        return runtime.kind() == RuntimeKind.PODMAN ? podman(id) : docker(id, check);
    }

    /** Podman's own call, which its health status follows. */
    private Optional<Result> podman(String id) {
        var request = DockerHttpClient.Request.builder()
                .method(DockerHttpClient.Request.Method.GET)
                .path("/v4.0.0/libpod/containers/" + id + "/healthcheck")
                .build();
        try (var response = runtime.http().execute(request)) {
            var body = new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8);
            return response.getStatusCode() == 200
                    ? Optional.of(new Result(body.contains("\"healthy\""), ""))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Optional<Result> docker(String id, ContainerSpec.Check check) {
        var output = new StringBuilder();
        try {
            var exec = runtime.client()
                    .execCreateCmd(id)
                    .withCmd(check.command().toArray(String[]::new))
                    .withAttachStdout(true)
                    .withAttachStderr(true)
                    .exec()
                    .getId();
            var finished = runtime.client()
                    .execStartCmd(exec)
                    .exec(new ResultCallback.Adapter<Frame>() {
                        @Override
                        public void onNext(Frame frame) {
                            output.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
                        }
                    })
                    .awaitCompletion(check.timeoutSeconds(), TimeUnit.SECONDS);
            var code = runtime.client().inspectExecCmd(exec).exec().getExitCodeLong();
            return Optional.of(new Result(
                    finished && code != null && code == 0, output.toString().strip()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (DockerException e) {
            return Optional.empty();
        }
    }
}
