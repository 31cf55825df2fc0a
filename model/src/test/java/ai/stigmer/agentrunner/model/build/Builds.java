package ai.stigmer.agentrunner.model.build;

import ai.stigmer.agentrunner.model.spec.BuildSource;
import ai.stigmer.agentrunner.model.spec.BuildSpec;
import ai.stigmer.agentrunner.model.spec.CommonMetadataSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Builds to render, made from the simplest one. */
record Builds(Build build) {
    static final Builder BUILDER = Builder.of("moby/buildkit:rootless");

    static Builds of(BuildSource source) {
        return new Builds(new Build(
                "demo",
                "team",
                "0c5e7a4e-0000-0000-0000-000000000001",
                "0123456789",
                new BuildSpec(
                        source,
                        "Dockerfile",
                        Optional.empty(),
                        new TreeMap<>(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        BuildSpec.Cache.NONE,
                        1200,
                        2,
                        3,
                        new ResourceRequirementsBuilder()
                                .addToRequests("cpu", new Quantity("200m"))
                                .addToLimits("memory", new Quantity("2Gi"))
                                .build(),
                        Optional.empty()),
                source instanceof BuildSource.WorkspaceFiles
                        ? Optional.of(new Build.Workspace("demo-workspace", 2000, true))
                        : Optional.empty(),
                new Output(
                        "registry.example.com/team/demo",
                        "registry.example.com/team/demo",
                        "1.0",
                        false,
                        Optional.empty()),
                CommonMetadataSpec.NONE,
                new TreeMap<>()));
    }

    static Builds inline(String dockerfile) {
        return of(new BuildSource.Inline(new TreeMap<>(Map.of("Dockerfile", dockerfile))));
    }

    Builds with(
            String dockerfile,
            String target,
            SortedMap<String, String> args,
            List<BuildSpec.Secret> secrets,
            List<String> platforms,
            BuildSpec.Cache cache) {
        var s = build.spec();
        return new Builds(new Build(
                build.runner(),
                build.namespace(),
                build.uid(),
                build.hash(),
                new BuildSpec(
                        s.source(),
                        dockerfile,
                        Optional.of(target),
                        args,
                        secrets,
                        platforms,
                        s.repository(),
                        s.insecure(),
                        s.pushSecret(),
                        cache,
                        s.timeoutSeconds(),
                        s.retries(),
                        s.historyLimit(),
                        s.resources(),
                        s.trigger()),
                build.workspace(),
                build.output(),
                build.commonMetadata(),
                build.labels()));
    }

    Builds to(Output output, Map<String, String> labels) {
        return new Builds(new Build(
                build.runner(),
                build.namespace(),
                build.uid(),
                build.hash(),
                build.spec(),
                build.workspace(),
                output,
                build.commonMetadata(),
                new TreeMap<>(labels)));
    }
}
