package ai.stigmer.agentrunner.model.build;

import ai.stigmer.agentrunner.model.spec.BuildSource;
import ai.stigmer.agentrunner.model.spec.BuildSpec;
import java.util.ArrayList;
import java.util.List;

/** A build in the words of {@code buildctl build}. Secrets are named by the files that they are mounted as. */
final class BuildArguments {

    private BuildArguments() {}

    static List<String> of(Build build) {
        var spec = build.spec();
        var arguments = new ArrayList<>(List.of("--progress", "plain", "--frontend", "dockerfile.v0"));
        arguments.addAll(context(spec.source()));
        arguments.addAll(option("filename", spec.dockerfile()));
        spec.target().ifPresent(target -> arguments.addAll(option("target", target)));
        if (!spec.platforms().isEmpty()) {
            arguments.addAll(option("platform", String.join(",", spec.platforms())));
        }
        spec.args().forEach((name, value) -> arguments.addAll(option("build-arg:" + name, value)));
        build.labels().forEach((name, value) -> arguments.addAll(option("label:" + name, value)));
        // Of what was built from, without the values of the arguments.
        arguments.addAll(option("attest:provenance", "mode=min"));
        for (var secret : spec.secrets()) {
            arguments.addAll(
                    List.of("--secret", "id=" + secret.id() + ",src=" + BuildFiles.SECRETS + "/" + secret.id()));
        }
        var output = build.output();
        arguments.addAll(List.of("--output", "type=image,name=" + output.push() + ":" + output.tag() + ",push=true"));
        if (spec.cache() == BuildSpec.Cache.REGISTRY) {
            var cache = "type=registry,ref=" + output.push() + ":buildcache-" + build.runner();
            arguments.addAll(List.of("--import-cache", cache));
            // A registry that takes no cache is no reason to fail.
            arguments.addAll(List.of(
                    "--export-cache", cache + ",mode=max,image-manifest=true,oci-mediatypes=true,ignore-error=true"));
        }
        return arguments;
    }

    private static List<String> context(BuildSource source) {
        return switch (source) {
            case BuildSource.Git git -> option("context", GitContext.of(git));
            case BuildSource.ConfigMapFiles files -> local(BuildFiles.CONTEXT);
            case BuildSource.Inline inline -> local(BuildFiles.CONTEXT);
            case BuildSource.WorkspaceFiles workspace -> local(BuildFiles.WORKSPACE);
        };
    }

    private static List<String> local(String directory) {
        return List.of("--local", "context=" + directory, "--local", "dockerfile=" + directory);
    }

    private static List<String> option(String name, String value) {
        return List.of("--opt", name + "=" + value);
    }
}
