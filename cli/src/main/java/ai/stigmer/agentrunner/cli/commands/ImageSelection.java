package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.manifest.ManifestFile;
import ai.stigmer.agentrunner.cli.manifest.ManifestFiles;
import ai.stigmer.agentrunner.cli.runtime.ImageName;
import java.io.File;
import java.util.List;

/** An argument that is an image's name, or a manifest. */
final class ImageSelection {
    /** Of an AgentRunner that is known by its image alone. */
    private static final String NAME = "image";

    private ImageSelection() {}

    /**
     * Whether it is a manifest: a file or a folder that is there, what is called like one, or standard input. Of an image's
     * name Windows can't make a Path.
     */
    static boolean isManifest(String argument) {
        return argument.equals("-") || argument.matches("(?s).*[.](yaml|yml|json)") || new File(argument).exists();
    }

    /** The manifests; for an image's name, one that runs it. */
    static List<ManifestFile> manifests(String argument, Context context) {
        if (isManifest(argument)) {
            return new ManifestFiles(context.input()).read(List.of(argument));
        }
        var image = ImageName.parse(argument);
        var text = """
                apiVersion: stigmer.ai/v1alpha1
                kind: AgentRunner
                metadata: {name: %s}
                spec:
                  image: {repository: "%s"%s}
                  version: "%s"
                  temporal: {address: "localhost:7233"}
                """.formatted(
                NAME,
                image.repository(),
                image.digest().map(digest -> ", digest: \"" + digest + "\"").orElse(""),
                image.tag());
        return List.of(new ManifestFile(argument, text));
    }
}
