package ai.stigmer.agentrunner.cli.runtime;

import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.process.HomeFolder;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where to look for a container runtime, in this order; what the user names is the only one. */
public final class Endpoints {
    private static final Set<String> SCHEMES = Set.of("unix", "tcp", "http", "https", "npipe");

    private final Map<String, String> environment;
    private final DockerContexts contexts;

    /** With this process' environment. */
    public Endpoints(Map<String, String> environment) {
        this.environment = environment;
        this.contexts = new DockerContexts(environment);
    }

    /**
     * The candidates.
     *
     * @param host of the option --host
     * @param kind of the option --runtime
     */
    public List<Endpoint> candidates(Optional<String> host, Optional<RuntimeKind> kind) {
        if (host.isPresent()) {
            return List.of(named(host.get(), "--host"));
        }
        var given = environment.getOrDefault("DOCKER_HOST", "");
        if (!given.isEmpty() && kind.filter(RuntimeKind.PODMAN::equals).isEmpty()) {
            return List.of(named(given, "DOCKER_HOST"));
        }
        var podman = environment.getOrDefault("CONTAINER_HOST", "");
        if (!podman.isEmpty() && kind.filter(RuntimeKind.DOCKER::equals).isEmpty()) {
            return List.of(named(podman, "CONTAINER_HOST"));
        }
        var all = new ArrayList<Endpoint>();
        if (kind.filter(RuntimeKind.PODMAN::equals).isEmpty()) {
            contexts.current().ifPresent(all::add);
            all.addAll(docker());
        }
        if (kind.filter(RuntimeKind.DOCKER::equals).isEmpty()) {
            all.addAll(podman());
        }
        return all;
    }

    private List<Endpoint> docker() {
        var found = new ArrayList<Endpoint>();
        if (isWindows()) {
            found.add(searched("npipe:////./pipe/docker_engine", "Docker Desktop's pipe"));
            return found;
        }
        found.add(searched("unix:///var/run/docker.sock", "Docker's socket"));
        runtimeFolder()
                .ifPresent(
                        folder -> found.add(searched("unix://" + folder + "/docker.sock", "rootless Docker's socket")));
        home().ifPresent(home -> {
            found.add(searched("unix://" + home + "/.docker/run/docker.sock", "Docker Desktop's socket"));
            found.add(searched("unix://" + home + "/.docker/desktop/docker.sock", "Docker Desktop's socket"));
        });
        return found;
    }

    private List<Endpoint> podman() {
        var found = new ArrayList<Endpoint>();
        if (isWindows()) {
            found.add(searched("npipe:////./pipe/podman-machine-default", "Podman machine's pipe"));
            return found;
        }
        found.add(searched("unix:///run/podman/podman.sock", "Podman's socket"));
        runtimeFolder()
                .ifPresent(folder ->
                        found.add(searched("unix://" + folder + "/podman/podman.sock", "rootless Podman's socket")));
        home().ifPresent(home -> found.add(searched(
                "unix://" + home + "/.local/share/containers/podman/machine/podman.sock", "Podman machine's socket")));
        return found;
    }

    private Endpoint named(String host, String origin) {
        return new Endpoint(uri(host, origin), origin, certificates(host), true);
    }

    private static Endpoint searched(String host, String origin) {
        return new Endpoint(URI.create(host.replace(" ", "%20")), origin, Optional.empty(), false);
    }

    /** As docker does: DOCKER_TLS_VERIFY, DOCKER_CERT_PATH. */
    private Optional<Path> certificates(String host) {
        if (!host.startsWith("tcp:")
                || environment.getOrDefault("DOCKER_TLS_VERIFY", "").isEmpty()) {
            return Optional.empty();
        }
        return Optional.ofNullable(environment.get("DOCKER_CERT_PATH"))
                .map(Path::of)
                .or(() -> home().map(home -> Path.of(home, ".docker")));
    }

    /** Also of a Docker context. */
    static URI uri(String host, String origin) {
        if (host.startsWith("ssh:")) {
            throw Failure.invalid(
                    origin + " " + host + ": a runtime behind SSH is not supported; forward its socket: ssh"
                            + " -L /tmp/docker.sock:/var/run/docker.sock " + host.substring("ssh://".length())
                            + ", then --host unix:///tmp/docker.sock");
        }
        try {
            var uri = URI.create(host);
            if (SCHEMES.contains(String.valueOf(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Told in the same sentence.
            return refused(host, origin);
        }
        return refused(host, origin);
    }

    private static URI refused(String host, String origin) {
        throw Failure.invalid(
                origin + " " + host + " is no address: write e.g. unix:///var/run/docker.sock or tcp://HOST:2376");
    }

    private Optional<String> runtimeFolder() {
        return Optional.ofNullable(environment.get("XDG_RUNTIME_DIR")).filter(folder -> !folder.isEmpty());
    }

    private Optional<String> home() {
        return HomeFolder.of(environment).map(Path::toString);
    }

    private static boolean isWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }
}
