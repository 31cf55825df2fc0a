package ai.stigmer.agentrunner.cli.container;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the command line adds to a manifest.
 *
 * @param environment variables that win over the manifest's; their values are never shown
 * @param workspace the folder that takes the volume's place
 * @param published ports, as with docker run --publish
 */
public record RunOptions(Map<String, String> environment, Optional<Workspace> workspace, List<String> published) {

    /** Nothing added. */
    public static final RunOptions NONE = new RunOptions(Map.of(), Optional.empty(), List.of());

    /**
     * A folder of this machine.
     *
     * @param folder absolute
     * @param options of the mount, e.g. {@code Z} or {@code U}; empty: none
     */
    public record Workspace(String folder, String options) {}
}
