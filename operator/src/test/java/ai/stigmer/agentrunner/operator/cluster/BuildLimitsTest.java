package ai.stigmer.agentrunner.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.BuildPhase;
import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import ai.stigmer.agentrunner.operator.testkit.WithOperator;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What one tenant may do to the builds of others: one build runs at a time, and waits 3 s for a node. */
@WithOperator.Installed(
        overlay = "builds",
        flags = {"--builds-max-concurrent=1", "--builds-scheduling-timeout=3s"})
class BuildLimitsTest extends WithOperator {

    @Test
    void five_suspended_jobs_with_the_operators_label_keep_nobody_waiting() {
        user.apply(IntStream.range(0, 5).mapToObj("""
                apiVersion: batch/v1
                kind: Job
                metadata: {name: forged-%d, labels: {stigmer.ai/agentrunner: forged-%1$d, app.kubernetes.io/part-of: stigmer, app.kubernetes.io/managed-by: agentrunner-operator}}
                spec: {suspend: true, template: {spec: {restartPolicy: Never, containers: [{name: c, image: a/b}]}}}
                """::formatted).collect(Collectors.joining("---\n")));
        user.runner("demo", build("RUN true", ""));
        user.awaitReady("demo");
    }

    @Test
    void a_build_that_no_node_takes_is_suspended_for_one_that_waits_and_resumed_after_it() {
        user.runner("greedy", build("RUN true", "resources: {limits: {example.com/none: 1}}"));
        user.await(
                "greedy", runner -> assertThat(Sandbox.build(runner).reason()).isEqualTo("Unschedulable"));
        assertThat(job("greedy").getSpec().getSuspend())
                .as("while nobody waits")
                .isFalse();
        user.runner("demo", build("RUN sleep inf", ""));
        user.await("demo", runner -> assertThat(Sandbox.build(runner).phase()).isEqualTo(BuildPhase.Running));
        user.await("greedy", runner -> {
            assertThat(Sandbox.build(runner).phase()).isEqualTo(BuildPhase.Queued);
            assertThat(Sandbox.build(runner).message()).contains("queued again", "suspended");
        });
        assertThat(job("greedy").getSpec().getSuspend()).isTrue();
        user.kubectl("delete", "agentrunner", "demo");
        user.await("greedy", runner -> assertThat(Sandbox.build(runner).phase()).isEqualTo(BuildPhase.Running));
        assertThat(job("greedy").getSpec().getSuspend()).isFalse();
        assertThat(job("greedy").getStatus().getFailed())
                .as("tries that it cost")
                .isNull();
        user.kubectl("delete", "agentrunner", "greedy");
    }

    @Test
    void a_build_beyond_the_bounds_is_refused_with_the_field_the_bound_and_the_setting() {
        user.runner("demo", build("RUN true", "timeoutSeconds: 86400"));
        assertThat(user.awaitReason("demo", "NotAllowed"))
                .contains("spec.build.timeoutSeconds is 86400", "at most 7200", "builds.maxTimeout");
    }

    private Job job(String runner) {
        return user.jobs().stream()
                .filter(job -> job.getMetadata().getName().startsWith(runner + "-build-"))
                .findFirst()
                .orElseThrow();
    }

    private static String build(String line, String more) {
        return """
                workspace: {ephemeral: {}}
                build:
                  source: {inline: {files: {Dockerfile: "FROM busybox\\n%s\\n"}}}
                  output: {repository: registry.example.com/demo}
                  %s
                """.formatted(line, more);
    }
}
