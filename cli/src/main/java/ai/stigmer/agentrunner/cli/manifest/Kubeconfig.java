package ai.stigmer.agentrunner.cli.manifest;

import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.process.HomeFolder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Which cluster kubectl talks to. */
public final class Kubeconfig {
    private static final String KIND = "kind-";
    private static final String MINIKUBE = "minikube.sigs.k8s.io";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** What names a file, relative to the kubeconfig that it stands in. */
    private static final List<String> NAMED_FILES =
            List.of("certificate-authority", "client-certificate", "client-key", "tokenFile");

    private final List<YamlDocument> files;

    private Kubeconfig(List<YamlDocument> files) {
        this.files = files;
    }

    /** The files that KUBECONFIG names, else ~/.kube/config; those that are there. */
    public static Kubeconfig read(Map<String, String> environment) {
        var named = environment.getOrDefault("KUBECONFIG", "");
        var paths = named.isEmpty()
                ? HomeFolder.of(environment).map(home -> home.resolve(".kube").resolve("config")).stream()
                : Stream.of(named.split(Pattern.quote(File.pathSeparator)))
                        .filter(path -> !path.isEmpty())
                        .map(Path::of);
        return read(paths.filter(Files::isReadable));
    }

    /**
     * One file alone.
     *
     * @throws Failure where it isn't there, or is no YAML
     */
    public static Kubeconfig read(Path file) {
        return read(Stream.of(file));
    }

    private static Kubeconfig read(Stream<Path> paths) {
        return new Kubeconfig(paths.flatMap(path ->
                        new ManifestFiles(InputStream.nullInputStream()).read(List.of(path.toString())).stream())
                .flatMap(file -> YamlReader.read(file.name(), file.text()).stream())
                .toList());
    }

    /**
     * What there is to know to talk to a cluster.
     *
     * @param name the context's
     * @param namespace that is used where none is named
     * @param kubeconfig in JSON, with this context alone, and with whole paths
     */
    public record Context(String name, Optional<String> namespace, JsonNode kubeconfig) {}

    /**
     * The context of that name.
     *
     * @param chosen empty: the one in use
     * @return empty: none is in use
     * @throws Failure where there is none of the name, or what it names isn't there
     */
    public Optional<Context> context(Optional<String> chosen) {
        return chosen.or(this::currentContext).map(name -> {
            var context = part("contexts", name, "context")
                    .orElseThrow(() -> Failure.invalid("there is no context " + name
                            + " in the kubeconfig: kubectl config get-contexts lists those there are"));
            var cluster = part("clusters", context.path("cluster").asText(""), "cluster")
                    .filter(found -> !found.path("server").asText("").isEmpty())
                    .orElseThrow(() -> Failure.invalid("the kubeconfig's context " + name
                            + " names no cluster with a server: see kubectl config view"));
            var user = part("users", context.path("user").asText(""), "user")
                    .map(Kubeconfig::withToken)
                    .orElseGet(JSON::objectNode);
            var whole = JSON.objectNode()
                    .put("apiVersion", "v1")
                    .put("kind", "Config")
                    .put("current-context", name);
            putOnly(whole, "contexts", name, "context", context);
            putOnly(whole, "clusters", context.path("cluster").asText(), "cluster", cluster);
            putOnly(whole, "users", context.path("user").asText(""), "user", user);
            return new Context(
                    name,
                    Optional.of(context.path("namespace").asText("")).filter(namespace -> !namespace.isEmpty()),
                    whole);
        });
    }

    private static void putOnly(ObjectNode kubeconfig, String list, String name, String key, ObjectNode part) {
        kubeconfig.putArray(list).addObject().put("name", name).set(key, part);
    }

    /** What stands under a key of the first entry of that name. */
    private Optional<ObjectNode> part(String list, String name, String key) {
        return files.stream()
                .flatMap(file -> entries(file, list)
                        .filter(entry -> entry.path("name").asText("").equals(name))
                        .map(entry -> withWholePaths(entry.path(key), file)))
                .findFirst();
    }

    private static ObjectNode withWholePaths(JsonNode part, YamlDocument file) {
        var whole = part instanceof ObjectNode object ? object.deepCopy() : JSON.objectNode();
        for (var name : NAMED_FILES) {
            if (whole.path(name).isTextual()) {
                whole.put(name, beside(file, whole.path(name).asText()));
            }
        }
        // A program with a path is found as a file is; one without is looked for on the PATH.
        if (whole.path("exec") instanceof ObjectNode exec
                && exec.path("command").asText("").contains(File.separator)) {
            exec.put("command", beside(file, exec.path("command").asText()));
        }
        return whole;
    }

    /** The client library reads no file for it. */
    private static ObjectNode withToken(ObjectNode user) {
        var file = user.path("tokenFile").asText("");
        return file.isEmpty() || user.has("token")
                ? user
                : user.put(
                        "token",
                        BoundedFile.text(Path.of(file), YamlReader.CHARACTERS).strip());
    }

    private static String beside(YamlDocument file, String path) {
        return Path.of(file.file())
                .toAbsolutePath()
                .resolveSibling(path)
                .normalize()
                .toString();
    }

    /** A cluster on this machine. */
    public sealed interface Cluster {
        /** Of kind. */
        record Kind(String name) implements Cluster {}

        /** Of minikube. */
        record Minikube(String profile) implements Cluster {}
    }

    /** The context in use; empty: there is none. */
    public Optional<String> currentContext() {
        return files.stream()
                .map(file -> file.text("current-context"))
                .filter(name -> !name.isEmpty())
                .findFirst();
    }

    /** The cluster of the context in use; empty: it is neither kind's nor minikube's. */
    public Optional<Cluster> cluster() {
        return currentContext().flatMap(context -> {
            if (context.startsWith(KIND)) {
                return Optional.of(new Cluster.Kind(context.substring(KIND.length())));
            }
            return part("contexts", context, "context")
                    .map(found -> found.path("cluster").asText(""))
                    .filter(name -> part("clusters", name, "cluster")
                            .filter(Kubeconfig::isMinikube)
                            .isPresent())
                    .map(Cluster.Minikube::new);
        });
    }

    private static Stream<JsonNode> entries(YamlDocument file, String list) {
        return StreamSupport.stream(file.tree().path(list).spliterator(), false);
    }

    private static boolean isMinikube(JsonNode cluster) {
        return StreamSupport.stream(cluster.path("extensions").spliterator(), false)
                .anyMatch(extension ->
                        extension.at("/extension/provider").asText("").equals(MINIKUBE));
    }
}
