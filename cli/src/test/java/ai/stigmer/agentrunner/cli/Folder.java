package ai.stigmer.agentrunner.cli;

import ai.stigmer.agentrunner.testing.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder of the checkout. */
public final class Folder {

    private Folder() {}

    /** What is in it, by name. */
    public static List<Path> list(String folder) {
        try (var files = Files.list(Repository.root().resolve(folder))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
