package ai.stigmer.agentrunner.cli.runtime;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a container runtime may listen.
 *
 * @param host e.g. {@code unix:///var/run/docker.sock} or {@code tcp://host:2376}
 * @param origin how it was found, for messages, e.g. {@code DOCKER_HOST}
 * @param certificates a folder with ca.pem, cert.pem and key.pem; empty: no TLS
 * @param named whether the user named it: then no other is looked for
 */
public record Endpoint(URI host, String origin, Optional<Path> certificates, boolean named) {

    /** The file of a Unix socket. */
    public Optional<Path> socket() {
        return "unix".equals(host.getScheme()) ? Optional.of(Path.of(host.getPath())) : Optional.empty();
    }

    /** Whether it is on this machine for sure, not in a virtual one behind it. */
    public boolean isLocal() {
        return socket().isPresent() && System.getProperty("os.name").equals("Linux");
    }
}
