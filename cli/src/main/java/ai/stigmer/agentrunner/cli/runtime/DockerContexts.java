package ai.stigmer.agentrunner.cli.runtime;

import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.process.HomeFolder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** The docker command's own configuration: config.json and the contexts beside it. */
final class DockerContexts {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> environment;

    DockerContexts(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The endpoint of the context in use; empty: it is the default one, which is looked for like any. */
    Optional<Endpoint> current() {
        var name = Optional.ofNullable(environment.get("DOCKER_CONTEXT"))
                .filter(given -> !given.isEmpty())
                .or(() -> Optional.of(config().path("currentContext").asText("")))
                .filter(given -> !given.isEmpty() && !given.equals("default"));
        return name.map(this::endpoint);
    }

    /** config.json; an empty object where there is none. */
    JsonNode config() {
        return folder().map(folder -> read(folder.resolve("config.json"))).orElseGet(JSON::createObjectNode);
    }

    private Endpoint endpoint(String name) {
        var id = HexFormat.of().formatHex(sha256(name));
        var folder = folder().orElse(Path.of("."));
        var meta = read(folder.resolve("contexts").resolve("meta").resolve(id).resolve("meta.json"));
        var host = meta.at("/Endpoints/docker/Host").asText("");
        if (host.isEmpty()) {
            throw Failure.noRuntime("the docker context " + name
                    + " has no address: choose another one with docker context use, or name the runtime with --host");
        }
        var tls = folder.resolve("contexts").resolve("tls").resolve(id).resolve("docker");
        return new Endpoint(
                Endpoints.uri(host, "docker context " + name),
                "docker context " + name,
                Files.isDirectory(tls) ? Optional.of(tls) : Optional.empty(),
                true);
    }

    private Optional<Path> folder() {
        return Optional.ofNullable(environment.get("DOCKER_CONFIG"))
                .filter(given -> !given.isEmpty())
                .map(Path::of)
                .or(() -> HomeFolder.of(environment).map(home -> home.resolve(".docker")));
    }

    private static JsonNode read(Path file) {
        if (!Files.isReadable(file)) {
            return JSON.createObjectNode();
        }
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw Failure.invalid(file + " can't be read as JSON: correct it, or move it away");
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
