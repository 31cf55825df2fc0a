package ai.stigmer.agentrunner.model.build;

import ai.stigmer.agentrunner.model.render.Fingerprint;
import ai.stigmer.agentrunner.model.spec.BuildSource;
import ai.stigmer.agentrunner.model.spec.BuildSpec;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What tells one build from another. The first part is of what decides the image: where that is the same, there is
 * nothing to build again. The rest is of what decides whether a build gets there at all: a failed one is tried again
 * where that has changed, e.g. with more memory or with credentials to push with.
 */
public final class BuildHash {
    /** 28 and 12 bits; more would not fit into the name of a Job. */
    private static final int IMAGE_DIGITS = 7;

    private static final int CHANCES_DIGITS = 3;

    private BuildHash() {}

    /**
     * 10 hexadecimal digits, of a spec that has a build.
     *
     * @param configMaps hashes of the ConfigMaps' data by name; the source must be there
     */
    public static String of(RunnerSpec spec, Map<String, String> configMaps) {
        var build = spec.build().orElseThrow();
        var content = build.source() instanceof BuildSource.ConfigMapFiles(var name)
                ? Optional.of(Objects.requireNonNull(configMaps.get(name), name))
                : Build.workspaceClaim(spec);
        return of(build, spec.image().version(), content);
    }

    /**
     * The same, of its parts.
     *
     * @param version the tag asked for
     * @param content of a source that lies outside the spec: a hash of the ConfigMap's data, the workspace's claim
     */
    static String of(BuildSpec spec, Optional<String> version, Optional<String> content) {
        var image = List.of(
                source(spec.source()),
                content.orElse(""),
                version.orElse(""),
                spec.dockerfile(),
                spec.target().orElse(""),
                spec.args(),
                spec.secrets(),
                spec.platforms(),
                spec.repository().orElse(""),
                spec.trigger().orElse(""));
        var chances = List.of(
                spec.insecure().map(String::valueOf).orElse(""),
                spec.pushSecret().orElse(""),
                spec.cache(),
                spec.timeoutSeconds(),
                spec.retries(),
                spec.resources());
        return Fingerprint.of(image).substring(0, IMAGE_DIGITS)
                + Fingerprint.of(chances).substring(0, CHANCES_DIGITS);
    }

    /** Its kind first: two of different kinds may be told by the same words. */
    private static List<Object> source(BuildSource source) {
        return switch (source) {
            case BuildSource.Git git ->
                List.of(
                        "git",
                        git.url(),
                        git.ref(),
                        git.subPath().orElse(""),
                        git.secret().orElse(""));
            case BuildSource.ConfigMapFiles configMap -> List.of("configMap", configMap.name());
            case BuildSource.Inline inline -> List.of("inline", inline.files());
            case BuildSource.WorkspaceFiles workspace ->
                List.of("workspace", workspace.subPath().orElse(""));
        };
    }

    /** Whether builds of these two hashes make the same image. */
    public static boolean isSameImage(String one, String other) {
        return one.regionMatches(0, other, 0, IMAGE_DIGITS);
    }
}
