package ai.stigmer.agentrunner.cli.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A folder that goes with all that is in it; on Linux and macOS only this user can read it.
 *
 * @param path absolute
 */
public record TemporaryFolder(Path path) implements AutoCloseable {

    /** A new one, in the folder that TMPDIR names, else the system's. */
    public static TemporaryFolder create() {
        var parent = Path.of(System.getenv().getOrDefault("TMPDIR", System.getProperty("java.io.tmpdir")));
        try {
            return new TemporaryFolder(
                    Files.createTempDirectory(parent, "agentrunner-").toRealPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes these files into a new folder in it. */
    public Path write(String name, SortedMap<String, byte[]> files) {
        var folder = path.resolve(name);
        try {
            Files.createDirectories(folder);
            for (var file : files.entrySet()) {
                Files.write(folder.resolve(file.getKey()), file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    /** Deletes it, without following links; nothing where it is gone. */
    @Override
    public void close() {
        try {
            Files.walkFileTree(path, new Deletion());
        } catch (NoSuchFileException e) {
            // It is gone.
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException problem) throws IOException {
            if (problem != null) {
                throw problem;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
