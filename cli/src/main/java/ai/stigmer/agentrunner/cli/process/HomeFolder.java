package ai.stigmer.agentrunner.cli.process;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the user's own files are: what HOME names, on Windows otherwise USERPROFILE. */
public final class HomeFolder {
    private HomeFolder() {}

    /**
     * As this process' environment says.
     *
     * @return empty: it doesn't
     */
    public static Optional<Path> of(Map<String, String> environment) {
        return Stream.of("HOME", "USERPROFILE")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(folder -> !folder.isEmpty())
                .findFirst()
                .map(Path::of);
    }
}
