package ai.stigmer.agentrunner.cli.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * An image that is to be built on this machine.
 *
 * @param image its name; the tag is a hash of its inputs as they are named, so the same inputs are built once
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

        /**
         * A folder of this machine.
         *
         * @param path absolute
         * @param subPath the directory of the build within it; empty: its root
         */
        record Folder(String path, Optional<String> subPath) implements Context {}

        /**
         * A git repository.
         *
         * @param url as git takes it
         * @param ref a branch, a tag or a commit
         * @param subPath the directory of the build within it; empty: its root
         */
        record Git(String url, String ref, Optional<String> subPath) implements Context {}
    }

    /**
     * Whether the name of the image tells what is in it. A folder's files change under one name: whether they have is for
     * the builder to say, which has a cache.
     */
    public boolean isNamedByContent() {
        return !(context instanceof Context.Folder);
    }

    /**
     * What a builder without BuildKit can't do, in words; empty: it can do it all.
     *
     * @param content of the Dockerfile
     */
    public List<String> needsBuildKit(String content) {
        var needs = new ArrayList<String>();
        if (!secrets.isEmpty()) {
            needs.add("spec.build.secrets");
        }
        if (content.contains("--mount=")) {
            needs.add("RUN --mount in " + dockerfile);
        }
        return needs;
    }

    /** Never the secrets. */
    @Override
    public String toString() {
        return "ImageBuild[" + image + "]";
    }
}
