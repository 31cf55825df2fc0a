package ai.stigmer.agentrunner.cli.manifest;

import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.process.Program;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds the files that were named: a file, a folder, a kustomization, or {@code -} for standard input. */
public final class ManifestFiles {
    private static final int BYTES = YamlReader.CHARACTERS;
    private static final List<String> KUSTOMIZATIONS =
            List.of("kustomization.yaml", "kustomization.yml", "Kustomization");

    private final InputStream standardInput;

    /** Reads {@code -} from there. */
    public ManifestFiles(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    /**
     * Reads all of them, those of a folder by name and not those in its folders.
     *
     * @throws Failure where one isn't there or can't be read
     */
    public List<ManifestFile> read(List<String> names) {
        var files = new ArrayList<ManifestFile>();
        for (var name : names) {
            if (name.equals("-")) {
                files.add(standardInput());
                continue;
            }
            var path = Path.of(name);
            if (!Files.exists(path)) {
                throw Failure.invalid(name + ": there is no such file or folder");
            }
            if (!Files.isDirectory(path)) {
                files.add(file(path));
            } else if (KUSTOMIZATIONS.stream().anyMatch(known -> Files.exists(path.resolve(known)))) {
                files.add(kustomization(path));
            } else {
                files.addAll(folder(path));
            }
        }
        return files;
    }

    private ManifestFile standardInput() {
        try {
            var bytes = standardInput.readNBytes(BYTES + 1);
            if (bytes.length > BYTES) {
                throw Failure.invalid("standard input: manifests of more than 4 MiB: split them");
            }
            return new ManifestFile("-", new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw Failure.invalid("standard input can't be read: " + e.getMessage());
        }
    }

    private static ManifestFile file(Path path) {
        return new ManifestFile(path.toString(), BoundedFile.text(path, BYTES));
    }

    private static List<ManifestFile> folder(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            var files = entries.filter(path -> path.toString().matches("(?s).*[.](yaml|yml|json)"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .map(ManifestFiles::file)
                    .toList();
            if (files.isEmpty()) {
                throw Failure.invalid(folder + ": there is no .yaml, .yml or .json file in this folder");
            }
            return files;
        } catch (IOException e) {
            throw Failure.invalid(folder + " can't be read: " + e.getMessage());
        }
    }

    private static ManifestFile kustomization(Path folder) {
        var command = Program.isThere("kubectl")
                ? List.of("kubectl", "kustomize", folder.toString())
                : List.of("kustomize", "build", folder.toString());
        if (!Program.isThere(command.getFirst())) {
            throw Failure.invalid(folder + " is a kustomization: install kubectl or kustomize, which build it");
        }
        var result = Program.run(command, "");
        if (result.exitCode() != 0) {
            throw Failure.invalid(folder + ": " + String.join(" ", command) + ": "
                    + result.errors().strip());
        }
        return new ManifestFile(folder.toString(), result.output());
    }
}
