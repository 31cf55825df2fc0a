package ai.stigmer.agentrunner.model.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The script that a build's container runs; a part of this program, read once. */
final class Entrypoint {
    static final String SCRIPT = read();

    private Entrypoint() {}

    private static String read() {
        try (var script = Objects.requireNonNull(Entrypoint.class.getResourceAsStream("build.sh"), "build.sh")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("build.sh", e);
        }
    }
}
