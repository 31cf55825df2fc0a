package ai.stigmer.agentrunner.cli.process;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps two commands of one user from making the same container at a time: the later one would take volumes that are half
 * made for whole ones. It ends with the process, however that ends.
 */
public final class RunLock implements Closeable {
    private static final RunLock NONE = new RunLock(null);

    private final @Nullable FileChannel file;

    private RunLock(@Nullable FileChannel file) {
        this.file = file;
    }

    /**
     * Takes it; one that locks nothing where the user has no folder, or none that can be written to.
     *
     * @param environment says where the user's files are
     * @param host of the runtime
     * @param name of the container
     * @return empty: somebody has it
     */
    public static Optional<RunLock> take(Map<String, String> environment, String host, String name) {
        var folder = folder(environment);
        if (folder.isEmpty()) {
            return Optional.of(NONE);
        }
        FileChannel file;
        try {
            file = FileChannel.open(
                    Files.createDirectories(folder.get()).resolve(plain(host) + "_" + plain(name) + ".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            return Optional.of(NONE);
        }
        return lock(file);
    }

    /** What may stand in a file's name. */
    private static String plain(String text) {
        return text.replaceAll("[^A-Za-z0-9.-]", "_");
    }

    private static Optional<RunLock> lock(FileChannel file) {
        try {
            if (file.tryLock() != null) {
                return Optional.of(new RunLock(file));
            }
            file.close();
            return Optional.empty();
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        } catch (IOException e) {
            // A file system without locks.
            return Optional.of(new RunLock(file));
        }
    }

    private static Optional<Path> folder(Map<String, String> environment) {
        return Optional.of(environment.getOrDefault("XDG_RUNTIME_DIR", ""))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "agentrunner"))
                .or(() -> HomeFolder.of(environment)
                        .map(home -> home.resolve(".cache").resolve("agentrunner")));
    }

    @Override
    public void close() {
        if (file == null) {
            return;
        }
        try {
            file.close();
        } catch (IOException e) {
            // It ends with the process.
            return;
        }
    }
}
