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
     * Takes it; one that locks nothing where no folder can be written to.
     *
     * @param environment says where the user's files are
     * @param host of the runtime
     * @param name of the container
     * @return empty: somebody has it
     */
    public static Optional<RunLock> take(Map<String, String> environment, String host, String name) {
        FileChannel file;
        try {
            var folder = Files.createDirectories(folder(environment));
            file = FileChannel.open(
                    folder.resolve(host.replaceAll("[^A-Za-z0-9.-]", "_") + "_" + name + ".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            return Optional.of(NONE);
        }
        return lock(file);
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

    private static Path folder(Map<String, String> environment) {
        var runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        return runtime.isEmpty()
                ? Path.of(environment.getOrDefault("HOME", "."), ".cache", "agentrunner")
                : Path.of(runtime, "agentrunner");
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
