package ai.stigmer.agentrunner.cli.runtime;

import ai.stigmer.agentrunner.cli.container.Mount;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** The archives (tar) in which files travel to a container. */
final class Archive {
    /** A folder's group keeps what is made in it, as with fsGroup. */
    private static final int SHARED_FOLDER = 02775;

    private static final int GROUP_READS = 0040;

    private Archive() {}

    /** An empty folder, to be unpacked at the root: runtimes don't change the folder itself that they unpack into. */
    static byte[] folder(String path, long user, long group) {
        return write(archive -> {
            var entry = new TarArchiveEntry(path.replaceAll("^/+|/+$", "") + "/");
            entry.setUserId(user);
            entry.setGroupId(group);
            entry.setMode(SHARED_FOLDER);
            archive.putArchiveEntry(entry);
            archive.closeArchiveEntry();
        });
    }

    /** Files that root owns and that the container's group may read. */
    static byte[] files(Mount.Files files, long group) {
        return write(archive -> {
            for (Map.Entry<String, byte[]> file : files.files().entrySet()) {
                var entry = new TarArchiveEntry(file.getKey());
                entry.setUserId(0);
                entry.setGroupId(group);
                entry.setMode(files.mode() | GROUP_READS);
                entry.setSize(file.getValue().length);
                archive.putArchiveEntry(entry);
                archive.write(file.getValue());
                archive.closeArchiveEntry();
            }
        });
    }

    @FunctionalInterface
    private interface Content {
        void writeTo(TarArchiveOutputStream archive) throws IOException;
    }

    private static byte[] write(Content content) {
        var bytes = new ByteArrayOutputStream();
        try (var archive = new TarArchiveOutputStream(bytes)) {
            archive.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            archive.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            content.writeTo(archive);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
