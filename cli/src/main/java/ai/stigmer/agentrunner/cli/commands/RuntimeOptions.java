package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.runtime.Connector;
import ai.stigmer.agentrunner.cli.runtime.ContainerRuntime;
import ai.stigmer.agentrunner.cli.runtime.Endpoints;
import ai.stigmer.agentrunner.cli.runtime.RuntimeKind;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which container runtime is meant. */
final class RuntimeOptions {
    @Option(
            names = "--runtime",
            paramLabel = "docker|podman",
            converter = RuntimeKindConverter.class,
            description = "take this one, where both answer")
    private Optional<RuntimeKind> kind = Optional.empty();

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "its API, e.g. unix:///var/run/docker.sock or tcp://HOST:2376; else DOCKER_HOST, the docker"
                    + " context in use, Docker's sockets, Podman's sockets")
    private Optional<String> host = Optional.empty();

    /** The one that answers. */
    ContainerRuntime connect(Map<String, String> environment) {
        return Connector.connect(new Endpoints(environment).candidates(host, kind), kind);
    }
}
