package ai.stigmer.agentrunner.cli.e2e;

import ai.stigmer.agentrunner.cli.runtime.ContainerRuntime;
import ai.stigmer.agentrunner.cli.runtime.Images;
import com.github.dockerjava.transport.DockerHttpClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A small image that behaves as a worker does, made of a static busybox: no image has to be pulled for the tests. */
final class StandInImage {
    static final String REPOSITORY = "localhost/agent-runner-stand-in";
    static final String VERSION = "1.1.0";
    static final String COMMAND = "/bin/agent-runner";

    private static final String WORKER = """
            #!/bin/busybox sh
            if [ "$1" = health ]; then
              echo "polls Temporal: ${HEALTH:-yes}"
              [ "$HEALTH" != no ]
              exit
            fi
            trap 'echo draining; exit 0' TERM
            echo "the worker of $(/bin/busybox id -u):$(/bin/busybox id -g) starts, Temporal $TEMPORAL_SERVICE_ADDRESS"
            if [ -n "$CRASH" ]; then echo "no key: set STIGMER_LLM_API_KEY" >&2; exit 3; fi
            echo run >>"$SANDBOX_ROOT_DIR/runs" || exit 4
            if [ -n "$METRICS" ]; then
              while :; do echo "$METRICS" | /bin/busybox nc -l -p 9090; done &
            fi
            while :; do /bin/busybox sleep 1 & wait $!; done
            """;

    private StandInImage() {}

    /** Sees to it that the runtime has it. */
    static void make(ContainerRuntime runtime, Path busybox) {
        if (new Images(runtime).id(REPOSITORY + ":" + VERSION).isPresent()) {
            return;
        }
        try {
            // docker-java's own call leaves the body out.
            var request = DockerHttpClient.Request.builder()
                    .method(DockerHttpClient.Request.Method.POST)
                    .path("/v" + runtime.apiVersion() + "/images/create?fromSrc=-&repo=" + REPOSITORY)
                    .putHeader("Content-Type", "application/x-tar")
                    .body(new ByteArrayInputStream(archive(Files.readAllBytes(busybox), "")))
                    .build();
            try (var response = runtime.http().execute(request)) {
                var body = new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8);
                if (response.getStatusCode() != 200 || body.contains("error")) {
                    throw new IllegalStateException(body);
                }
            }
            // Podman 4.3 leaves out a tag that is asked for with the import.
            runtime.client()
                    .tagImageCmd(REPOSITORY + ":latest", REPOSITORY, VERSION)
                    .exec();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Its one layer.
     *
     * @param mark makes it another one
     */
    static byte[] archive(byte[] busybox, String mark) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var archive = new TarArchiveOutputStream(bytes)) {
            for (var folder : new String[] {"bin/", "etc/", "dev/", "proc/", "sys/", "tmp/"}) {
                archive.putArchiveEntry(new TarArchiveEntry(folder));
                archive.closeArchiveEntry();
            }
            add(archive, "bin/busybox", busybox);
            add(archive, "etc/mark", mark.getBytes(StandardCharsets.UTF_8));
            add(archive, "bin/agent-runner", WORKER.getBytes(StandardCharsets.UTF_8));
            for (var name : new String[] {"sh", "cat", "id", "ls", "rm", "nc", "touch", "sleep", "wc", "wget"}) {
                var link = new TarArchiveEntry("bin/" + name, TarArchiveEntry.LF_SYMLINK);
                link.setLinkName("busybox");
                archive.putArchiveEntry(link);
                archive.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    /** A layer of that many bytes, which takes its time. */
    static byte[] incompressible(int bytes, String mark) throws IOException {
        var content = new byte[bytes];
        new Random(mark.hashCode()).nextBytes(content);
        var layer = new ByteArrayOutputStream();
        try (var archive = new TarArchiveOutputStream(layer)) {
            add(archive, "etc/large", content);
        }
        return layer.toByteArray();
    }

    private static void add(TarArchiveOutputStream archive, String name, byte[] content) throws IOException {
        var entry = new TarArchiveEntry(name);
        entry.setMode(0755);
        entry.setSize(content.length);
        archive.putArchiveEntry(entry);
        archive.write(content);
        archive.closeArchiveEntry();
    }
}
