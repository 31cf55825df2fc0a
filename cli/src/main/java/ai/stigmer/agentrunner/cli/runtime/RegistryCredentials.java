package ai.stigmer.agentrunner.cli.runtime;

import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.process.Program;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.AuthConfig;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** With which name and password a registry is asked: those of the manifest's pull secrets, else the docker command's. */
public final class RegistryCredentials {
    /** How Docker Hub is called in config.json, for its old API. */
    private static final String DOCKER_HUB = "https://index.docker.io/v1/";

    /** What every credential helper says of a registry that it doesn't know. */
    private static final String NOT_FOUND = "credentials not found";

    private static final String DOCKER_HUB_HOST = "docker.io";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DockerContexts docker;
    private final Consumer<String> warnings;

    /**
     * With this process' environment, which says where config.json is.
     *
     * @param warnings takes a sentence where credentials that there may be can't be had
     */
    public RegistryCredentials(Map<String, String> environment, Consumer<String> warnings) {
        this.docker = new DockerContexts(environment);
        this.warnings = warnings;
    }

    /**
     * For the registry of that image.
     *
     * @param pullSecrets each the content of a Secret of type kubernetes.io/dockerconfigjson
     * @return empty: none are known, so it is asked without
     */
    public Optional<AuthConfig> of(String image, Collection<Map<String, byte[]>> pullSecrets) {
        var registry = registry(image);
        for (var secret : pullSecrets) {
            var found = inConfig(json(secret.getOrDefault(".dockerconfigjson", new byte[0])), registry);
            if (found.isPresent()) {
                return found;
            }
        }
        var config = docker.config();
        return helper(config, registry)
                .map(helper -> ask(helper, key(registry)))
                .orElseGet(() -> inConfig(config, registry))
                .map(found -> found.withRegistryAddress(key(registry)));
    }

    /** The host before the first slash, where it looks like one; otherwise Docker Hub. */
    static String registry(String image) {
        int slash = image.indexOf('/');
        var first = slash < 0 ? "" : image.substring(0, slash);
        return first.contains(".") || first.contains(":") || first.equals("localhost") ? first : DOCKER_HUB_HOST;
    }

    private static String key(String registry) {
        return registry.equals(DOCKER_HUB_HOST) ? DOCKER_HUB : registry;
    }

    private static Optional<String> helper(JsonNode config, String registry) {
        return Optional.of(config.path("credHelpers").path(key(registry)).asText(""))
                .filter(name -> !name.isEmpty())
                .or(() -> Optional.of(config.path("credHelpers").path(registry).asText("")))
                .filter(name -> !name.isEmpty())
                .or(() -> Optional.of(config.path("credsStore").asText("")))
                .filter(name -> !name.isEmpty());
    }

    /** The protocol of docker-credential-helpers: the registry on standard input, JSON on standard output. */
    private Optional<AuthConfig> ask(String helper, String registry) {
        var program = "docker-credential-" + helper;
        if (!helper.matches("[A-Za-z0-9._-]+") || !Program.isThere(program)) {
            throw Failure.failed("config.json asks for the credential helper " + helper + ", and there is no program "
                    + program + " on the PATH: install it, or take it out of config.json");
        }
        return answer(program, registry, Program.run(List.of(program, "get"), registry));
    }

    Optional<AuthConfig> answer(String program, String registry, Program.Result result) {
        if (result.exitCode() != 0) {
            var words = (result.output() + result.errors()).strip();
            if (!words.contains(NOT_FOUND)) {
                // As docker does: the image may be everybody's.
                warnings.accept(
                        program + " fails, so " + registry + " is asked without credentials; it says: " + words);
            }
            return Optional.empty();
        }
        var answer = json(result.output().getBytes(StandardCharsets.UTF_8));
        var user = answer.path("Username").asText("");
        var secret = answer.path("Secret").asText("");
        if (secret.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                user.equals("<token>")
                        ? new AuthConfig().withIdentityToken(secret)
                        : new AuthConfig().withUsername(user).withPassword(secret));
    }

    private static Optional<AuthConfig> inConfig(JsonNode config, String registry) {
        var auths = config.path("auths");
        for (var name : List.of(key(registry), registry, "https://" + registry, "http://" + registry)) {
            var entry = auths.path(name);
            if (entry.isObject()) {
                var found = entry(entry);
                if (found.isPresent()) {
                    return found.map(credentials -> credentials.withRegistryAddress(name));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<AuthConfig> entry(JsonNode entry) {
        if (!entry.path("identitytoken").asText("").isEmpty()) {
            return Optional.of(new AuthConfig()
                    .withIdentityToken(entry.path("identitytoken").asText()));
        }
        if (!entry.path("username").asText("").isEmpty()) {
            return Optional.of(new AuthConfig()
                    .withUsername(entry.path("username").asText())
                    .withPassword(entry.path("password").asText()));
        }
        try {
            var both = new String(Base64.getDecoder().decode(entry.path("auth").asText("")), StandardCharsets.UTF_8);
            int colon = both.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new AuthConfig()
                            .withUsername(both.substring(0, colon))
                            .withPassword(both.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw Failure.invalid(
                    "the registry credentials hold an auth that is no base64: write them with docker login");
        }
    }

    private static JsonNode json(byte[] text) {
        try {
            return JSON.readTree(new String(text, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }
}
