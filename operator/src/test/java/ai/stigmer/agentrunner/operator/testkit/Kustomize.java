package ai.stigmer.agentrunner.operator.testkit;

import ai.stigmer.agentrunner.testing.LocalCluster;
import ai.stigmer.agentrunner.testing.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What kubectl apply -k sends. */
public final class Kustomize {
    private static final Path MANIFESTS = Repository.root().resolve("manifests");

    private Kustomize() {}

    /** The names of all of manifests/overlays. */
    public static List<String> overlays() {
        return folders("overlays");
    }

    /** The names of all of manifests/components. */
    public static List<String> components() {
        return folders("components");
    }

    private static List<String> folders(String parent) {
        try (var folders = Files.list(MANIFESTS.resolve(parent))) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Path overlay(String name) {
        return MANIFESTS.resolve("overlays").resolve(name);
    }

    /** An overlay with components besides its own. */
    public static String render(LocalCluster cluster, String overlay, List<String> components) {
        var folder = components.isEmpty() ? overlay(overlay) : composed(overlay, components);
        return cluster.kubectl("kustomize", folder.toString()).orThrow();
    }

    /** kustomize takes relative paths only. */
    private static Path composed(String overlay, List<String> components) {
        try {
            var target = Files.createDirectories(Repository.root().resolve("operator/target"));
            var folder = Files.createTempDirectory(target, "kustomize-");
            Files.writeString(
                    folder.resolve("kustomization.yaml"),
                    "resources: " + relative(folder, "overlays", Stream.of(overlay)) + "\ncomponents: "
                            + relative(folder, "components", components.stream()) + "\n");
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String relative(Path from, String parent, Stream<String> names) {
        return names.map(name ->
                        from.relativize(MANIFESTS.resolve(parent).resolve(name)).toString())
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
