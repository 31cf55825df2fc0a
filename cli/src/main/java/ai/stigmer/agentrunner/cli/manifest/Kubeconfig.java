package ai.stigmer.agentrunner.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
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

/** Which local cluster kubectl talks to now. */
public final class Kubeconfig {
    private static final String KIND = "kind-";
    private static final String MINIKUBE = "minikube.sigs.k8s.io";

    private final List<JsonNode> files;

    private Kubeconfig(List<JsonNode> files) {
        this.files = files;
    }

    /** The files that KUBECONFIG names, else ~/.kube/config; those that are there. */
    public static Kubeconfig read(Map<String, String> environment) {
        var named = environment.getOrDefault("KUBECONFIG", "");
        var paths = named.isEmpty()
                ? Stream.of(Path.of(environment.getOrDefault("HOME", "."), ".kube", "config"))
                : Stream.of(named.split(Pattern.quote(File.pathSeparator)))
                        .filter(path -> !path.isEmpty())
                        .map(Path::of);
        return new Kubeconfig(paths.filter(Files::isReadable)
                .flatMap(path ->
                        new ManifestFiles(InputStream.nullInputStream()).read(List.of(path.toString())).stream())
                .flatMap(file -> YamlReader.read(file.name(), file.text()).stream())
                .map(YamlDocument::tree)
                .toList());
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
                .map(file -> file.path("current-context").asText(""))
                .filter(name -> !name.isEmpty())
                .findFirst();
    }

    /** The cluster of the context in use; empty: it is neither kind's nor minikube's. */
    public Optional<Cluster> cluster() {
        return currentContext().flatMap(context -> {
            if (context.startsWith(KIND)) {
                return Optional.of(new Cluster.Kind(context.substring(KIND.length())));
            }
            return named("contexts", context)
                    .flatMap(found ->
                            named("clusters", found.at("/context/cluster").asText("")))
                    .filter(Kubeconfig::isMinikube)
                    .map(found -> new Cluster.Minikube(found.path("name").asText()));
        });
    }

    private Optional<JsonNode> named(String list, String name) {
        return files.stream()
                .flatMap(file -> StreamSupport.stream(file.path(list).spliterator(), false))
                .filter(entry -> entry.path("name").asText("").equals(name))
                .findFirst();
    }

    private static boolean isMinikube(JsonNode cluster) {
        return StreamSupport.stream(cluster.at("/cluster/extensions").spliterator(), false)
                .anyMatch(extension ->
                        extension.at("/extension/provider").asText("").equals(MINIKUBE));
    }
}
