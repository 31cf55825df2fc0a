package ai.stigmer.agentrunner.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.BuildPhase;
import ai.stigmer.agentrunner.api.BuildStatus;
import ai.stigmer.agentrunner.api.Phase;
import ai.stigmer.agentrunner.model.build.Build;
import ai.stigmer.agentrunner.model.build.BuildHash;
import ai.stigmer.agentrunner.model.build.JobState;
import ai.stigmer.agentrunner.model.spec.Defaults;
import ai.stigmer.agentrunner.operator.testkit.Installation;
import ai.stigmer.agentrunner.operator.testkit.RecordedWrites;
import ai.stigmer.agentrunner.operator.testkit.Rights;
import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import ai.stigmer.agentrunner.operator.testkit.WithOperator;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The life of images that are built in the cluster, under the rights of manifests/overlays/builds. */
@WithOperator.Installed(overlay = "builds", flags = "--builds-max-concurrent=" + BuildsTest.MOST)
class BuildsTest extends WithOperator {
    static final int MOST = 2;

    @Test
    void an_inline_dockerfile_is_built_runs_by_digest_and_a_changed_line_rolls() {
        user.runner("demo", inline("RUN true"));
        var first = image(user.awaitReady("demo"));
        assertThat(first).startsWith("registry.example.com/demo@sha256:");
        assertThat(user.image("demo")).isEqualTo(first);
        user.eventually(
                () -> assertThat(reasons("demo")).containsOnlyOnce("BuildStarted", "BuildSucceeded", "Available"));
        assertThat(metrics())
                .containsPattern("agentrunner_build_seconds_count\\{result=\"Succeeded\"} [1-9]")
                .contains("agentrunner_builds{phase=\"Queued\"} 0.0");
        user.runner("demo", inline("RUN true again"));
        user.await("demo", runner -> assertThat(image(runner)).isNotEqualTo(first));
        var second = image(user.awaitReady("demo"));
        assertThat(user.image("demo")).isEqualTo(second);
        var jobs = jobs();
        user.runner("demo", inline("RUN true"));
        user.await("demo", runner -> assertThat(image(runner)).isEqualTo(first));
        user.awaitReady("demo");
        assertThat(user.image("demo")).isEqualTo(first);
        assertThat(jobs()).as("back to inputs that were built").isEqualTo(jobs);
    }

    @Test
    void a_broken_dockerfile_leaves_the_pods_that_run_and_shows_the_failing_line() {
        user.runner("demo", inline("RUN true"));
        var good = image(user.awaitReady("demo"));
        user.runner("demo", inline("RUN false"));
        assertThat(user.awaitReason("demo", "BuildFailed")).contains("RUN false", "exit code: 1", "kubectl logs");
        assertThat(user.image("demo")).isEqualTo(good);
        var runner = user.get("demo");
        assertThat(Sandbox.build(runner).image()).isEqualTo(good);
        assertThat(Sandbox.condition(runner, "Available").orElseThrow().getStatus())
                .isEqualTo("True");
        assertThat(Sandbox.condition(runner, "ImageReady").orElseThrow().getStatus())
                .isEqualTo("False");
        user.runner("demo", inline("RUN true"));
        user.awaitReady("demo");
    }

    @Test
    void a_network_that_fails_is_tried_again_and_then_told() {
        user.runner("demo", inline("RUN wget example.com") + "  retries: 1\n");
        user.await("demo", runner -> assertThat(Sandbox.build(runner).message())
                .contains("attempt 1 of 2 failed (Network)", "i/o timeout", "1 left"));
        assertThat(user.awaitReason("demo", "BuildFailed")).contains("i/o timeout");
        assertThat(reasons("demo")).containsOnlyOnce("BuildStarted", "BuildFailed");
        assertThat(metrics()).contains("agentrunner_build_failures_total{reason=\"Network\"} 1.0");
        var job = CLUSTER.client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(user.namespace())
                .list()
                .getItems()
                .getFirst();
        assertThat(job.getStatus().getFailed()).isEqualTo(2);
        assertThat(user.kubectl("get", "deployments", "-o", "name")).isEmpty();
    }

    @Test
    void a_newer_spec_cancels_the_build_that_runs_and_taking_it_out_cancels_it_too() {
        user.runner("demo", inline("RUN sleep inf"));
        user.await("demo", runner -> assertThat(Sandbox.build(runner).phase()).isEqualTo(BuildPhase.Running));
        var first = jobs();
        user.runner("demo", inline("RUN sleep forever"));
        user.await("demo", runner -> assertThat(Sandbox.build(runner).history())
                .singleElement()
                .satisfies(former -> assertThat(former.reason()).isEqualTo("Superseded")));
        user.eventually(() -> assertThat(jobs()).hasSize(1).doesNotContainAnyElementsOf(first));
        user.runner("demo", "version: 1.4.2\nworkspace: {ephemeral: {}}\n");
        user.awaitReady("demo");
        assertThat(jobs()).isEmpty();
        assertThat(Sandbox.build(user.get("demo")).reason()).isEqualTo("Superseded");
        user.runner("demo", inline("RUN true"));
        var image = image(user.awaitReady("demo"));
        user.runner("demo", "version: 1.4.2\nworkspace: {ephemeral: {}}\n");
        user.await("demo", runner -> assertThat(runner.getStatus().image()).endsWith(":1.4.2"));
        user.runner("demo", inline("RUN true"));
        user.awaitReady("demo");
        assertThat(user.image("demo")).isEqualTo(image);
        assertThat(jobs()).as("put back, it is not built again").isEmpty();
    }

    @Test
    void an_operator_that_is_killed_in_the_middle_builds_nothing_twice() {
        var written = RecordedWrites.fromNow(CLUSTER);
        user.runner("demo", inline("RUN sleep inf"));
        user.runner("other", inline("RUN true"));
        user.awaitReady("other");
        user.await("demo", runner -> assertThat(Sandbox.build(runner).phase()).isEqualTo(BuildPhase.Running));
        var jobs = jobs();
        assertThat(jobs).hasSize(2);
        killOperator();
        user.runner("third", inline("RUN true again"));
        user.awaitReady("third");
        assertThat(jobs()).hasSize(3).containsAll(jobs);
        // Not even where the Jobs are gone.
        user.kubectl("delete", "jobs", "-l", "stigmer.ai/agentrunner=other");
        user.patch("ar", "other", "{\"spec\":{\"replicas\":2}}");
        user.awaitReady("other");
        assertThat(jobs()).hasSize(2);
        assertThat(written.jobsMade(user.namespace()))
                .as("Jobs made, as the API server recorded it")
                .hasSize(3)
                .doesNotHaveDuplicates();
    }

    @Test
    void a_workspace_is_built_from_on_the_node_where_the_worker_runs_and_anywhere_while_none_does() {
        user.runner("demo", "version: 1.4.2\n");
        user.awaitReady("demo");
        var node = nodes("runner").getFirst();
        user.runner("demo", workspace("1"));
        user.awaitReady("demo");
        assertThat(nodes("build")).containsExactly(node);
        user.eventually(() -> assertThat(nodes("runner")).hasSize(1));
        // The new image's worker may be on another one.
        var full = nodes("runner").getFirst();
        CLUSTER.kubectl("cordon", full).orThrow();
        try {
            user.runner("demo", workspace("2"));
            assertThat(Sandbox.build(user.await(
                            "demo", runner -> assertThat(Sandbox.build(runner).message())
                                    .contains("its pod does not start", "unschedulable"))))
                    .extracting(BuildStatus::phase)
                    .isEqualTo(BuildPhase.Running);
        } finally {
            CLUSTER.kubectl("uncordon", full).orThrow();
        }
        user.awaitReady("demo");
        user.runner("demo", workspace("2") + "suspend: true\n");
        user.await("demo", runner -> assertThat(runner.getStatus().phase()).isEqualTo(Phase.Suspended));
        user.eventually(() -> assertThat(nodes("runner")).isEmpty());
        user.runner("demo", workspace("3") + "suspend: true\n");
        user.await("demo", runner -> {
            assertThat(Sandbox.build(runner).phase()).isEqualTo(BuildPhase.Succeeded);
            assertThat(Sandbox.build(runner).history()).hasSize(2);
        });
    }

    @Test
    void as_many_run_as_may_and_the_others_in_their_order() {
        var names = IntStream.range(0, 7).mapToObj(i -> "r-" + i).toList();
        user.apply(names.stream()
                .map(name -> "apiVersion: stigmer.ai/v1alpha1\nkind: AgentRunner\nmetadata: {name: " + name
                        + "}\nspec:\n" + inline("RUN true " + name).indent(2))
                .collect(Collectors.joining("---\n")));
        user.eventually(() -> {
            assertThat(underWay()).hasSizeLessThanOrEqualTo(MOST);
            names.forEach(
                    name -> assertThat(Sandbox.build(user.get(name)).phase()).isEqualTo(BuildPhase.Succeeded));
        });
        var begun = user.jobs().stream()
                .sorted(Comparator.comparing(job -> job.getMetadata().getCreationTimestamp()))
                .toList();
        assertThat(begun).hasSize(names.size());
        // Those that run together may end in another order than they began in; the last have just made their images.
        var ends = begun.stream()
                .map(job -> job.getStatus().getCompletionTime())
                .filter(Objects::nonNull)
                .sorted()
                .toList();
        for (int i = MOST; i < begun.size(); i++) {
            assertThat(begun.get(i).getMetadata().getCreationTimestamp())
                    .as("the Job after " + MOST + " others")
                    .isGreaterThanOrEqualTo(ends.get(i - MOST));
        }
    }

    @Test
    void a_namespace_that_forbids_the_build_is_told_before_a_job_is_made() {
        user.kubectl("label", "namespace", user.namespace(), "pod-security.kubernetes.io/enforce=restricted");
        user.runner("demo", inline("RUN true"));
        assertThat(user.awaitReason("demo", "PodForbidden"))
                .contains("kubectl label namespace " + user.namespace(), "privileged");
        assertThat(jobs()).isEmpty();
    }

    @Test
    void a_changed_configmap_is_built_again_into_the_local_registry() {
        CLUSTER.kubectl("delete", "configmap", "local-registry-hosting", "-n", "kube-public", "--ignore-not-found")
                .orThrow();
        user.apply(configMap("one"));
        var build = "build: {source: {configMap: {name: source}}}\nworkspace: {ephemeral: {}}\n";
        user.runner("demo", build);
        assertThat(user.awaitReason("demo", "BuildFailed")).contains("local-registry-hosting", "kubectl apply -k");
        CLUSTER.kubectl(
                        "create",
                        "configmap",
                        "local-registry-hosting",
                        "-n",
                        "kube-public",
                        "--from-literal=localRegistryHosting.v1={host: localhost:5001, hostFromClusterNetwork: kind-registry:5000}")
                .orThrow();
        // What nobody watches is looked at again after a while, and at once where the spec changes.
        user.runner("demo", build + "suspend: false\n");
        user.eventually(() -> {
            user.patch("ar", "demo", "{\"spec\":{\"env\":[{\"name\":\"A\",\"value\":\"" + System.nanoTime() + "\"}]}}");
            assertThat(image(user.get("demo"))).startsWith("localhost:5001/" + user.namespace() + "/demo@sha256:");
        });
        var first = image(user.awaitReady("demo"));
        user.apply(configMap("two"));
        user.await("demo", runner -> assertThat(image(runner)).isNotEqualTo(first));
        user.awaitReady("demo");
        CLUSTER.kubectl("delete", "configmap", "local-registry-hosting", "-n", "kube-public")
                .orThrow();
    }

    @Test
    void a_strangers_job_is_left_alone_and_every_right_of_the_component_is_used() {
        // Cancelled below.
        user.runner("other", inline("RUN sleep inf"));
        user.await("other", runner -> assertThat(Sandbox.build(runner).phase()).isEqualTo(BuildPhase.Running));
        var demo = new AgentRunner();
        demo.setMetadata(new ObjectMetaBuilder().withName("demo").build());
        demo.setSpec(user.get("other").getSpec());
        var name = Build.jobName("demo", BuildHash.of(Defaults.complete(demo), Map.of()));
        user.apply("""
                apiVersion: batch/v1
                kind: Job
                metadata: {name: %s}
                spec: {suspend: true, template: {spec: {restartPolicy: Never, containers: [{name: c, image: a/b}]}}}
                """.formatted(name));
        user.runner("demo", inline("RUN sleep inf"));
        assertThat(user.awaitReason("demo", "NameConflict"))
                .contains("Job " + name, "does not belong to this AgentRunner");
        assertThat(user.kubectl("get", "job", name, "-o", "jsonpath={.metadata.managedFields[*].manager}"))
                .doesNotContain("agentrunner-operator");
        user.runner("other", "version: 1.4.2\nworkspace: {ephemeral: {}}\n");
        user.eventually(() -> assertThat(jobs()).hasSize(1));
        try (var without = Installation.of(CLUSTER, "default", "default")) {
            var added = Rights.of(installation().rules());
            added.removeAll(Rights.of(without.rules()));
            added.add("get configmaps");
            assertThat(new AuditLog(CLUSTER).rightsUsed(installation().account()))
                    .containsAll(added);
        }
    }

    private static String configMap(String content) {
        return "{apiVersion: v1, kind: ConfigMap, metadata: {name: source}, data: {Dockerfile: FROM busybox, a: "
                + content + "}}";
    }

    private static String inline(String line) {
        return """
                workspace: {ephemeral: {}}
                build:
                  source: {inline: {files: {Dockerfile: "FROM busybox\\n%s\\n"}}}
                  output: {repository: registry.example.com/demo}
                """.formatted(line);
    }

    private static String workspace(String trigger) {
        return """
                build:
                  source: {workspace: {}}
                  trigger: "%s"
                  output: {repository: registry.example.com/demo}
                """.formatted(trigger);
    }

    /** Of the pods of a component. */
    private List<String> nodes(String component) {
        return CLUSTER
                .client()
                .pods()
                .inNamespace(user.namespace())
                .withLabel("app.kubernetes.io/component", component)
                .list()
                .getItems()
                .stream()
                .map(pod -> pod.getSpec().getNodeName())
                .toList();
    }

    private static String image(AgentRunner runner) {
        return Objects.requireNonNull(Sandbox.build(runner).image(), "status.build.image");
    }

    /** Of the AgentRunner's Events. */
    private List<String> reasons(String name) {
        return CLUSTER.client().v1().events().inNamespace(user.namespace()).list().getItems().stream()
                .filter(event -> name.equals(event.getInvolvedObject().getName())
                        && "AgentRunner".equals(event.getInvolvedObject().getKind()))
                .map(Event::getReason)
                .toList();
    }

    /** The uids of all Jobs. */
    private List<String> jobs() {
        return user.jobs().stream()
                .map(job -> job.getMetadata().getUid())
                .sorted()
                .toList();
    }

    private List<Job> underWay() {
        return user.jobs().stream().filter(JobState::isUnderWay).toList();
    }
}
