package ai.stigmer.agentrunner.cli.runtime;

import ai.stigmer.agentrunner.cli.Failure;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.LocalDirectorySSLConfig;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the first runtime that answers and agrees with it on a version of the API, as docker-java doesn't. */
public final class Connector {
    /** The latest that docker-java 3.7.1 knows. */
    private static final int LATEST = 44;

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** As docker names them. */
    private static final List<String> CERTIFICATES = List.of("ca.pem", "cert.pem", "key.pem");

    /** Bytes of an answer that is none of a runtime's. */
    private static final int WORDS = 200;

    private Connector() {}

    /**
     * The first of them that answers.
     *
     * @throws Failure where none does, with what to do about it
     */
    public static ContainerRuntime connect(List<Endpoint> candidates, Optional<RuntimeKind> kind) {
        var reasons = new ArrayList<String>();
        for (var candidate : candidates) {
            var isAbsent =
                    candidate.socket().filter(socket -> !Files.exists(socket)).isPresent();
            if (isAbsent && !candidate.named()) {
                continue;
            }
            var refusal = candidate.socket().flatMap(Connector::forbidden);
            if (refusal.isPresent()) {
                reasons.add(candidate.origin() + " " + refusal.get());
                continue;
            }
            try {
                var runtime = open(candidate);
                if (kind.isPresent() && kind.get() != runtime.kind()) {
                    reasons.add(candidate.origin() + " is " + runtime.title() + ", and --runtime says " + kind.get());
                    continue;
                }
                return runtime;
            } catch (IOException | RuntimeException e) {
                if (e instanceof Failure failure) {
                    throw failure;
                }
                reasons.add(candidate.origin() + " (" + candidate.host() + ") does not answer: " + words(e));
            }
        }
        throw Failure.noRuntime(NoRuntime.sentence(
                reasons, kind, candidates.stream().anyMatch(Endpoint::named), System.getProperty("os.name")));
    }

    private static Optional<String> forbidden(Path socket) {
        return Files.exists(socket) && !Files.isWritable(socket)
                ? Optional.of("(" + socket + ") may not be used by you: add yourself to its group with sudo usermod -aG"
                        + " docker $USER and log in again, or use a rootless runtime")
                : Optional.empty();
    }

    @SuppressWarnings("deprecation") // SSLConfig: what ClientConfig has to return
    private static ContainerRuntime open(Endpoint endpoint) throws IOException {
        if (endpoint.certificates()
                .filter(folder -> CERTIFICATES.stream().anyMatch(file -> !Files.isReadable(folder.resolve(file))))
                .isPresent()) {
            throw new IOException("its certificates, " + String.join(", ", CERTIFICATES) + ", are not all in "
                    + endpoint.certificates().get() + ": correct DOCKER_CERT_PATH");
        }
        com.github.dockerjava.core.@Nullable SSLConfig tls = endpoint.certificates()
                .map(folder -> new LocalDirectorySSLConfig(folder.toString()))
                .orElse(null);
        var http = new ZerodepDockerHttpClient.Builder()
                .dockerHost(endpoint.host())
                .sslConfig(tls)
                .connectionTimeout(CONNECT)
                .build();
        var version = version(http);
        var apiVersion = agree(
                version.path("ApiVersion").asText(),
                version.path("MinAPIVersion").asText());
        var client = DockerClientImpl.getInstance(
                new ClientConfig(endpoint.host(), RemoteApiVersion.parseConfig(apiVersion), tls), http);
        return new ContainerRuntime(
                kind(version),
                version.path("Version").asText(),
                apiVersion,
                version.path("Os").asText() + "/" + version.path("Arch").asText(),
                isRootless(client),
                endpoint,
                client,
                http);
    }

    /** Docker has an option for it, Podman a field of its own. */
    private static boolean isRootless(DockerClient client) {
        var info = client.infoCmd().exec();
        var options = info.getSecurityOptions();
        return Boolean.TRUE.equals(info.getRawValues().get("Rootless"))
                || (options != null && options.stream().anyMatch(option -> option.contains("rootless")));
    }

    private static JsonNode version(DockerHttpClient http) throws IOException {
        var request = DockerHttpClient.Request.builder()
                .method(DockerHttpClient.Request.Method.GET)
                .path("/version")
                .build();
        try (var response = http.execute(request)) {
            if (response.getStatusCode() != 200) {
                var words = new String(response.getBody().readNBytes(WORDS), StandardCharsets.UTF_8);
                throw new IOException("it answers with status " + response.getStatusCode() + ": " + words.strip()
                        + (words.contains("HTTPS server") ? " Set DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH." : ""));
            }
            return JSON.readTree(response.getBody().readAllBytes());
        }
    }

    /** The lower of both latest versions, where the server still takes it. */
    static String agree(String latest, String least) {
        int agreed = Math.min(LATEST, minor(latest));
        if (minor(least) > agreed) {
            throw Failure.noRuntime("this runtime wants at least version " + least
                    + " of Docker's API, agentrunner speaks 1." + LATEST + ": update agentrunner");
        }
        return "1." + agreed;
    }

    /** Of a version like 1.41; 0 where it is none. */
    static int minor(String version) {
        return version.matches("1[.]\\d{1,4}") ? Integer.parseInt(version.substring(2)) : 0;
    }

    private static RuntimeKind kind(JsonNode version) {
        for (var component : version.path("Components")) {
            if (component.path("Name").asText().startsWith("Podman")) {
                return RuntimeKind.PODMAN;
            }
        }
        return RuntimeKind.DOCKER;
    }

    private static String words(Throwable error) {
        var cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
