package ai.stigmer.agentrunner.cli.container;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * An image that is to be built on this machine.
 *
 * @param image its name; the tag is a hash of all that decides the outcome, so the same inputs are built once
 * @param context where the files come from
 * @param dockerfile its path in there
 * @param target the stage to build; empty: the last one
 * @param arguments of the Dockerfile, by name
 * @param secrets that RUN steps may mount, by id; their values are never shown
 */
public record ImageBuild(
        String image,
        Context context,
        String dockerfile,
        Optional<String> target,
        SortedMap<String, String> arguments,
        SortedMap<String, byte[]> secrets) {

    /** Where the files of a build come from. */
    public sealed interface Context {
        /** These files, by name. */
        record Files(SortedMap<String, byte[]> files) implements Context {}

        /** A folder of this machine, absolute. */
        record Folder(String path) implements Context {}

        /** A git repository, as docker build and podman build take it: URL#REF:DIRECTORY. */
        record Git(String address) implements Context {}
    }

    /** What a builder without BuildKit can't do, in words; empty: it can do it all. */
    public List<String> needsBuildKit() {
        var needs = new ArrayList<String>();
        if (!secrets.isEmpty()) {
            needs.add("spec.build.secrets");
        }
        if (context instanceof Context.Files(var files) && mounts(files.get(dockerfile))) {
            needs.add("RUN --mount in " + dockerfile);
        }
        return needs;
    }

    private static boolean mounts(byte @Nullable [] dockerfile) {
        return dockerfile != null && new String(dockerfile, StandardCharsets.UTF_8).contains("--mount=");
    }

    /** Never the secrets. */
    @Override
    public String toString() {
        return "ImageBuild[" + image + "]";
    }
}
