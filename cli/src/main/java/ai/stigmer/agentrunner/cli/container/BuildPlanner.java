package ai.stigmer.agentrunner.cli.container;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.cli.manifest.Configuration;
import ai.stigmer.agentrunner.model.spec.BuildSource;
import ai.stigmer.agentrunner.model.spec.BuildSpec;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** From spec.build to a build on this machine, and to the AgentRunner that runs its image. */
public final class BuildPlanner {
    private static final String REPOSITORY = "localhost/agentrunner/";
    private static final int TAG_LENGTH = 16;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private BuildPlanner() {}

    /**
     * What is to be built.
     *
     * @param missing what was not given, without which it can't be built, a sentence each
     */
    public record Planned(ImageBuild build, List<String> missing) {}

    /** From what the manifest says, and the files it refers to. */
    public static Planned plan(
            String name, BuildSpec build, Configuration configuration, Optional<RunOptions.Workspace> workspace) {
        var findings = new Findings();
        var context = context(build.source(), configuration, workspace, findings);
        var secrets = secrets(build, configuration, findings);
        var inputs = new TreeMap<String, byte[]>();
        switch (context) {
            case ImageBuild.Context.Files(var files) ->
                files.forEach((file, content) -> inputs.put("file " + file, content));
            case ImageBuild.Context.Folder(var path, var subPath) -> {
                put(inputs, "folder", path);
                put(inputs, "path", subPath.orElse(""));
            }
            case ImageBuild.Context.Git(var url, var ref, var subPath) -> {
                put(inputs, "git", url);
                put(inputs, "ref", ref);
                put(inputs, "path", subPath.orElse(""));
            }
        }
        put(inputs, "dockerfile", build.dockerfile());
        put(inputs, "target", build.target().orElse(""));
        put(inputs, "trigger", build.trigger().orElse(""));
        build.args().forEach((argument, value) -> put(inputs, "argument " + argument, value));
        secrets.forEach((id, value) -> inputs.put("secret " + id, value));
        var image = REPOSITORY + name + ":" + Hash.of(inputs).substring(0, TAG_LENGTH);
        return new Planned(
                new ImageBuild(image, context, build.dockerfile(), build.target(), build.args(), secrets),
                List.copyOf(findings.missing()));
    }

    /** The AgentRunner as if the image had been there. */
    public static AgentRunner withImage(AgentRunner runner, String image) {
        var tree = JSON.<ObjectNode>valueToTree(runner);
        var spec = (ObjectNode) tree.path("spec");
        spec.remove("build");
        int colon = image.lastIndexOf(':');
        spec.put("version", image.substring(colon + 1));
        (spec.path("image") instanceof ObjectNode given ? given : spec.putObject("image"))
                .put("repository", image.substring(0, colon))
                .put("pullPolicy", "Never");
        try {
            return JSON.treeToValue(tree, AgentRunner.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read before can be read again", e);
        }
    }

    /** Where a cluster's operator would push the image: spec.build.output.repository, tagged spec.version. */
    public static Optional<String> target(AgentRunner runner) {
        var spec = runner.getSpec();
        return Optional.ofNullable(spec.build())
                .map(build -> build.output())
                .map(output -> output.repository())
                .map(repository -> spec.version() == null ? repository : repository + ":" + spec.version());
    }

    private static ImageBuild.Context context(
            BuildSource source,
            Configuration configuration,
            Optional<RunOptions.Workspace> workspace,
            Findings findings) {
        return switch (source) {
            case BuildSource.Inline(var files) -> {
                var contents = new TreeMap<String, byte[]>();
                files.forEach((name, text) -> put(contents, name, text));
                yield new ImageBuild.Context.Files(contents);
            }
            case BuildSource.ConfigMapFiles(var name) -> {
                var files = configuration.configMap(name);
                if (files.isEmpty()) {
                    findings.impossible(
                            "ConfigMap " + name + ", for spec.build.source, is missing: put it into the file");
                }
                yield new ImageBuild.Context.Files(new TreeMap<>(files.orElse(Map.of())));
            }
            case BuildSource.WorkspaceFiles(var subPath) -> {
                if (workspace.isEmpty()) {
                    findings.impossible("spec.build.source.workspace: the files of a volume can't be built from here:"
                            + " give the folder with --workspace DIR");
                }
                yield new ImageBuild.Context.Folder(
                        workspace.map(RunOptions.Workspace::folder).orElse(""), subPath);
            }
            case BuildSource.Git git -> new ImageBuild.Context.Git(git.url(), git.ref(), git.subPath());
        };
    }

    private static SortedMap<String, byte[]> secrets(BuildSpec build, Configuration configuration, Findings findings) {
        var secrets = new TreeMap<String, byte[]>();
        for (var secret : build.secrets()) {
            var value = configuration.secret(secret.name()).map(values -> values.get(secret.key()));
            value.ifPresentOrElse(
                    content -> secrets.put(secret.id(), content),
                    () -> findings.missing("Secret " + secret.name() + " with its key " + secret.key()
                            + ", for spec.build.secrets " + secret.id()));
        }
        return secrets;
    }

    private static void put(SortedMap<String, byte[]> inputs, String name, String text) {
        inputs.put(name, text.getBytes(StandardCharsets.UTF_8));
    }
}
