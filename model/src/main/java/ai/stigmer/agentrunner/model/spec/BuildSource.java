package ai.stigmer.agentrunner.model.spec;

import java.util.Optional;
import java.util.SortedMap;

/** Where the files of a build come from. */
public sealed interface BuildSource {

    /**
     * A git repository.
     *
     * @param url https, ssh or git, as git takes it
     * @param ref a branch, a tag or a commit
     * @param subPath the directory of the build within it; empty: its root
     * @param secret of type kubernetes.io/basic-auth or ssh-auth, or with a key {@code token}
     */
    record Git(String url, String ref, Optional<String> subPath, Optional<String> secret) implements BuildSource {}

    /** A ConfigMap of the namespace, whose keys are the files. */
    record ConfigMapFiles(String name) implements BuildSource {}

    /**
     * Files that stand in the manifest.
     *
     * @param files content by name
     */
    record Inline(SortedMap<String, String> files) implements BuildSource {}

    /**
     * What lies in the runner's own volume.
     *
     * @param subPath the directory of the build within the volume; empty: its root
     */
    record WorkspaceFiles(Optional<String> subPath) implements BuildSource {}
}
