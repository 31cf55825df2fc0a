package ai.stigmer.agentrunner.cli.container;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.cli.manifest.Configuration;
import ai.stigmer.agentrunner.cli.manifest.ManifestFile;
import ai.stigmer.agentrunner.cli.manifest.ManifestReader;
import ai.stigmer.agentrunner.model.rule.Permission;
import ai.stigmer.agentrunner.model.rule.Policy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What spec.build becomes on this machine. */
class BuildPlannerTest {
    private static final OperatorModel MODEL = new OperatorModel(new Policy(Set.of(Permission.BUILDS)));
    private static final String INLINE = "inline: {files: {Dockerfile: \"FROM busybox\"}}";

    @Test
    void the_same_inputs_have_the_same_name() {
        assertThat(plan(INLINE, "").image()).isEqualTo(plan(INLINE, "").image());
        assertThat(plan(INLINE, "trigger: again").image())
                .isNotEqualTo(plan(INLINE, "").image());
        assertThat(plan(INLINE, "args: {A: b}").image())
                .isNotEqualTo(plan(INLINE, "").image());
        assertThat(plan(INLINE, "").image()).matches("localhost/agentrunner/demo:[0-9a-f]{16}");
    }

    @Test
    void the_agentrunner_then_runs_that_image_and_never_pulls_it() {
        var image = plan(INLINE, "").image();
        var deployment = MODEL.deployment(BuildPlanner.withImage(runner(INLINE, ""), image));
        var container =
                deployment.getSpec().getTemplate().getSpec().getContainers().getFirst();
        assertThat(container.getImage()).isEqualTo(image);
        assertThat(container.getImagePullPolicy()).isEqualTo("Never");
    }

    @Test
    void a_git_repository_is_fetched_at_its_ref() {
        assertThat(plan("git: {url: \"https://github.com/you/worker\", ref: v1, subPath: app}", "")
                        .context())
                .isEqualTo(new ImageBuild.Context.Git("https://github.com/you/worker", "v1", Optional.of("app")));
    }

    @Test
    void the_files_of_the_workspace_need_a_folder() {
        assertThat(planned("workspace: {subPath: app}", "").missing())
                .singleElement()
                .asString()
                .contains("give the folder with --workspace DIR");
    }

    @Test
    void all_that_is_missing_is_told_at_once() {
        assertThat(planned("configMap: {name: files}", """
                secrets:
                      - {id: npm, secretKeyRef: {name: npm, key: other}}
                      - {id: pip, secretKeyRef: {name: pip, key: token}}""").missing())
                .hasSize(3)
                .anyMatch(sentence -> sentence.startsWith("ConfigMap files, for spec.build.source, is missing"))
                .anyMatch(sentence -> sentence.startsWith("Secret npm with its key other, for spec.build.secrets npm"))
                .anyMatch(sentence -> sentence.startsWith("Secret pip with its key token, for spec.build.secrets pip"));
    }

    @Test
    void what_only_buildkit_can_do_is_known() {
        assertThat(plan(INLINE, "").needsBuildKit("FROM busybox")).isEmpty();
        assertThat(plan(INLINE, "").needsBuildKit("RUN --mount=type=cache,target=/c x"))
                .containsExactly("RUN --mount in Dockerfile");
        assertThat(plan(INLINE, "secrets: [{id: npm, secretKeyRef: {name: npm, key: token}}]")
                        .needsBuildKit("FROM busybox"))
                .containsExactly("spec.build.secrets");
    }

    private static ImageBuild plan(String source, String more) {
        return planned(source, more).build();
    }

    private static BuildPlanner.Planned planned(String source, String more) {
        var secrets = Map.of("npm", Map.of("token", "secret".getBytes(StandardCharsets.UTF_8)));
        return BuildPlanner.plan(
                "demo",
                MODEL.build(runner(source, more)).orElseThrow(),
                new Configuration(secrets, Map.of()),
                Optional.empty());
    }

    private static AgentRunner runner(String source, String more) {
        var text = """
                apiVersion: stigmer.ai/v1alpha1
                kind: AgentRunner
                metadata: {name: demo}
                spec:
                  build:
                    source: {%s}
                    %s
                """.formatted(source, more);
        return ManifestReader.read(List.of(new ManifestFile("demo.yaml", text)))
                .runners()
                .getFirst()
                .runner();
    }
}
