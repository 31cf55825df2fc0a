package ai.stigmer.agentrunner.cli.runtime;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.transport.DockerHttpClient;

/**
 * A runtime that answers.
 *
 * @param kind Docker or Podman
 * @param version its own, e.g. 20.10.24
 * @param apiVersion which is spoken, e.g. 1.41
 * @param platform e.g. linux/amd64
 * @param isRootless whether it runs as the user, with user IDs of a range of its own
 * @param endpoint where it is
 * @param client for its API
 * @param http for what the client can't do
 */
public record ContainerRuntime(
        RuntimeKind kind,
        String version,
        String apiVersion,
        String platform,
        boolean isRootless,
        Endpoint endpoint,
        DockerClient client,
        DockerHttpClient http) {

    /** For people, e.g. {@code Docker 20.10.24}. */
    public String title() {
        return kind.title() + " " + version;
    }

    /** Whether it speaks at least this version of the API, e.g. 44 for 1.44. */
    public boolean speaks(int minor) {
        return Connector.minor(apiVersion) >= minor;
    }
}
