package ai.stigmer.agentrunner.cli.container;

import java.util.SortedMap;

/** Something that the container sees at a path. */
public sealed interface Mount {

    /** Where, absolute. */
    String path();

    /** Whether the container can't write to it. */
    default boolean readOnly() {
        return false;
    }

    /** Whether it is the AgentRunner's workspace. */
    default boolean isWorkspace() {
        return false;
    }

    /**
     * A volume of the runtime that outlives the container, as a claim does.
     *
     * @param name the claim's
     */
    record Volume(String name, String path, boolean readOnly, boolean isWorkspace) implements Mount {}

    /**
     * A folder of this machine.
     *
     * @param options of the mount, e.g. {@code Z}; empty: none
     */
    record Folder(String source, String path, boolean readOnly, String options, boolean isWorkspace) implements Mount {}

    /** A volume that goes with the container. */
    record Ephemeral(String path, boolean isWorkspace) implements Mount {}

    /**
     * Memory that goes when the container stops.
     *
     * @param sizeBytes 0: no limit but the container's
     */
    record Tmpfs(String path, long sizeBytes) implements Mount {}

    /**
     * Files of Secrets and ConfigMaps, read-only: a volume that is filled once.
     *
     * @param name of the volume; another content has another name
     * @param files by their path within
     * @param mode of each file, e.g. 0644
     */
    record Files(String name, String path, SortedMap<String, byte[]> files, int mode) implements Mount {
        @Override
        public boolean readOnly() {
            return true;
        }

        /** Never the content. */
        @Override
        public String toString() {
            return "Files[" + name + ", " + path + ", " + files.keySet() + "]";
        }
    }
}
