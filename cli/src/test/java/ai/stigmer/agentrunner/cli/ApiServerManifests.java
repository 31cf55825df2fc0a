package ai.stigmer.agentrunner.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files that the API server's own tests send, as methods of parameterized tests name them. */
public final class ApiServerManifests {
    public static final String REFUSED = "ai.stigmer.agentrunner.cli.ApiServerManifests#refused";
    public static final String ACCEPTED = "ai.stigmer.agentrunner.cli.ApiServerManifests#accepted";

    private static final String EXPECT = "# expect: ";
    private static final Pattern DOCUMENTS = Pattern.compile("(?m)^---\n");

    private ApiServerManifests() {}

    public static List<Path> refused() {
        return Folder.list("crds/generator/src/test/resources/invalid");
    }

    public static Stream<Path> accepted() {
        return Stream.of("crds/generator/src/test/resources/valid", "manifests/samples")
                .flatMap(folder -> Folder.list(folder).stream());
    }

    /** What the API server says to a file that it refuses. */
    public static String expected(String text) {
        return text.lines().findFirst().orElseThrow().substring(EXPECT.length());
    }

    /** The documents of a file, each by itself. */
    public static List<String> documents(Path file) throws IOException {
        return DOCUMENTS.splitAsStream(Files.readString(file)).toList();
    }
}
