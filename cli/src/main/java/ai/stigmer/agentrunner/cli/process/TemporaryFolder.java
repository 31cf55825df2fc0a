package ai.stigmer.agentrunner.cli.process;

import ai.stigmer.agentrunner.cli.Failure;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A folder that goes with all that is in it; on Linux and macOS only this user can read it.
 *
 * @param path absolute
 */
public record TemporaryFolder(Path path) implements AutoCloseable {

    /**
     * A new one, in the folder that TMPDIR names, else the system's.
     *
     * @throws Failure where none can be made there
     */
    public static TemporaryFolder create() {
        return createIn(Optional.ofNullable(System.getenv("TMPDIR"))
                .filter(folder -> !folder.isEmpty())
                .orElse(System.getProperty("java.io.tmpdir")));
    }

    static TemporaryFolder createIn(String parent) {
        try {
            return new TemporaryFolder(
                    Files.createTempDirectory(Path.of(parent), "agentrunner-").toRealPath());
        } catch (IOException e) {
            throw Failure.failed("no temporary folder can be made in " + parent + " (" + words(e)
                    + "): name another folder with TMPDIR");
        }
    }

    /**
     * Writes these files into a new folder in it.
     *
     * @throws Failure where they can't be written
     */
    public Path write(String name, SortedMap<String, byte[]> files) {
        var folder = path.resolve(name);
        try {
            Files.createDirectories(folder);
            for (var file : files.entrySet()) {
                Files.write(folder.resolve(file.getKey()), file.getValue());
            }
        } catch (IOException e) {
            throw Failure.failed("temporary files can't be written into " + folder + " (" + words(e)
                    + "): make room there, or name another folder with TMPDIR");
        }
        return folder;
    }

    /**
     * Deletes it, without following links; nothing where it is gone.
     *
     * @throws Failure where it can't be deleted
     */
    @Override
    public void close() {
        try {
            Files.walkFileTree(path, new Deletion());
        } catch (NoSuchFileException e) {
            // It is gone.
            return;
        } catch (IOException e) {
            throw Failure.failed(
                    "the temporary folder " + path + " can't be deleted (" + words(e) + "): delete it yourself");
        }
    }

    private static String words(IOException e) {
        return e instanceof FileSystemException file && file.getReason() == null
                ? file.getClass().getSimpleName().replaceFirst("Exception$", "")
                : String.valueOf(e.getMessage());
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
