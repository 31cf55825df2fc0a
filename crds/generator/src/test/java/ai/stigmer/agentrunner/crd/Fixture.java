package ai.stigmer.agentrunner.crd;

import ai.stigmer.agentrunner.testing.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * AgentRunners to apply one after the other, from one file of src/test/resources.
 *
 * @param comment the file's first line
 */
record Fixture(String name, String comment, List<String> documents) {
    private static final String EXPECT = "expect: ";

    static Stream<Fixture> of(String folder) {
        try (var files = Files.list(
                Repository.root().resolve("crds/generator/src/test/resources").resolve(folder))) {
            return files.sorted().map(Fixture::read).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the API server says to the last document. */
    String expected() {
        if (!comment.startsWith(EXPECT)) {
            throw new IllegalStateException(name + " must start with '# " + EXPECT + "'");
        }
        return comment.substring(EXPECT.length());
    }

    @Override
    public String toString() {
        return name;
    }

    private static Fixture read(Path file) {
        try {
            var text = Files.readString(file);
            var end = text.indexOf('\n');
            return new Fixture(
                    file.getFileName().toString(),
                    text.substring(2, end),
                    List.of(text.substring(end + 1).split("(?m)^---\n")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
