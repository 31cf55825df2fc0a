package ai.stigmer.agentrunner.cli.diff;

import static ai.stigmer.agentrunner.cli.diff.FakeCluster.DEMO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stigmer.agentrunner.cli.ExitCode;
import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.diff.ObjectDiff.Change;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of an apply. That it is what then happens is held by a test with an API server and the operator. */
class RunnerComparisonTest {
    private final FakeCluster cluster = new FakeCluster();

    @Test
    void the_same_manifest_changes_nothing() {
        var diff = cluster.apply("{version: 1.4.2, replicas: 2}").diff("{version: 1.4.2, replicas: 2}");
        assertThat(diff.isDifferent()).isFalse();
        assertThat(DiffReport.text(List.of(diff))).isEmpty();
    }

    @Test
    void another_version_restarts_the_pods_and_keeps_the_files() {
        var diff = cluster.apply("{version: 1.4.2}").diff("{version: 1.5.0}");
        assertThat(DiffReport.text(List.of(diff))).startsWith("""
                        AgentRunner agents/demo (demo.yaml:1)
                          image: 1.4.2 -> 1.5.0
                          pods restart: yes, because image changes; the old ones stop before new ones start
                          files kept: yes, in claim demo-workspace
                          changed: AgentRunner demo, Deployment demo

                        --- live/agents/AgentRunner/demo
                        +++ applied/agents/AgentRunner/demo
                        """).contains("-  version: 1.4.2\n+  version: 1.5.0");
    }

    @Test
    void what_kubectl_scale_has_set_stays_out() {
        cluster.apply("{version: 1.4.2}");
        cluster.object(ApiPath.runner(DEMO)).withObject("/spec").put("replicas", 3);
        assertThat(cluster.diff("{version: 1.4.2}").isDifferent()).isFalse();
        assertThat(cluster.diff("{version: 1.4.2, replicas: 1}").replicas())
                .contains(new Transition(Optional.of("3"), "1"));
    }

    @Test
    void what_somebody_has_changed_in_the_deployment_stays_out() {
        cluster.apply("{version: 1.4.2}");
        cluster.object(ApiPath.deployment(DEMO))
                .withObject("/spec/template/spec")
                .put("dnsPolicy", "Default");
        cluster.object(ApiPath.deployment(DEMO)).withObject("/spec").put("replicas", 5);
        assertThat(cluster.diff("{version: 1.4.2}").isDifferent()).isFalse();
    }

    @Test
    void a_change_that_leaves_the_pods_alone_restarts_none() {
        var diff = cluster.apply("{version: 1.4.2}").diff("{version: 1.4.2, rollout: {progressDeadlineSeconds: 300}}");
        assertThat(diff.podsRestart()).isEqualTo(new Verdict(false, "nothing in them changes"));
        assertThat(diff.objects(Change.CHANGED))
                .extracting(ObjectDiff::kind)
                .containsExactly("AgentRunner", "Deployment");
    }

    @Test
    void the_reasons_of_a_restart_are_named() {
        var before =
                "{version: 1.4.2, env: [{name: A, value: a}, {name: B, value: b}], template: {sidecars: [{name: side, image: \"busybox:1\"}]}}";
        cluster.apply(before);
        assertThat(cluster.diff(before.replace("value: b", "value: c"))
                        .podsRestart()
                        .why())
                .startsWith("because env B changes");
        assertThat(cluster.diff(before.replace("busybox:1", "busybox:2")
                                .replace(
                                        "version: 1.4.2",
                                        "version: 1.4.2, args: [-v], resources: {limits: {memory: 1Gi}}"))
                        .podsRestart()
                        .why())
                .startsWith("because args, resources and container side change");
        assertThat(cluster.diff(before.replace(
                                "{name: A, value: a}, {name: B, value: b}", "{name: B, value: b}, {name: A, value: a}"))
                        .podsRestart()
                        .why())
                .startsWith("because the order of env changes");
    }

    @Test
    void a_config_map_of_the_files_restarts_the_pods_that_read_it() {
        var spec = "{version: 1.4.2, envFrom: [{configMapRef: {name: settings}}]}";
        var settings = "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings, namespace: agents}, data: {A: a}}";
        var unread = settings.replace("settings", "unread");
        cluster.apply(spec, settings).put(ApiPath.configMap("agents", "settings"), Trees.of(settings));
        assertThat(cluster.diff(spec, settings, unread).isDifferent()).isFalse();
        assertThat(cluster.diff(spec).isDifferent()).isFalse();
        var diff = cluster.diff(spec, settings.replace("A: a", "A: b"), unread);
        assertThat(diff.podsRestart().sentence()).startsWith("yes, because ConfigMap settings changes;");
        assertThat(diff.objects(Change.CHANGED)).extracting(ObjectDiff::kind).containsExactly("Deployment");
        cluster.forbid(ApiPath.configMap("agents", "settings"));
        assertThat(cluster.diff(spec, settings.replace("A: a", "A: b"))
                        .podsRestart()
                        .holds())
                .isFalse();
        assertThat(cluster.diff(spec, settings).remarks())
                .singleElement()
                .asString()
                .contains("ConfigMap settings can't be read, so whether its data changes is not known", "viewer");
    }

    @Test
    void a_suspension_stops_all_and_its_end_starts_them() {
        var stopped =
                cluster.apply("{version: 1.4.2, replicas: 2}").diff("{version: 1.4.2, replicas: 2, suspend: true}");
        assertThat(stopped.replicas()).contains(new Transition(Optional.of("2"), "0 (suspended)"));
        assertThat(stopped.podsRestart()).isEqualTo(new Verdict(false, "all of them stop"));
        assertThat(stopped.filesKept().holds()).isTrue();
        var started = new FakeCluster()
                .apply("{version: 1.4.2, replicas: 2, suspend: true}")
                .diff("{version: 1.5.0, replicas: 2}");
        assertThat(started.replicas()).contains(new Transition(Optional.of("0 (suspended)"), "2"));
        assertThat(started.podsRestart()).isEqualTo(new Verdict(false, "none run yet: 2 are started"));
    }

    @Test
    void replicas_that_are_taken_out_stay_as_many() {
        cluster.apply("{version: 1.4.2, replicas: 2}");
        assertThat(cluster.diff("{version: 1.4.2}").replicas())
                .contains(new Transition(Optional.of("2"), "2 (left to whoever scales the Deployment)"));
    }

    @Test
    void one_that_is_not_there_is_made_with_all_that_belongs_to_it() {
        var diff = cluster.diff("{version: 1.4.2, replicas: 2, workspace: {claim: {accessModes: [ReadWriteMany]}}}");
        assertThat(DiffReport.text(List.of(diff))).startsWith("""
                        AgentRunner agents/demo (demo.yaml:1)
                          image: ghcr.io/stigmer/agent-runner:1.4.2
                          replicas: 2
                          pods restart: no, none run yet: 2 are started
                          files kept: yes, in claim demo-workspace of 1Gi, which is made
                          made: AgentRunner demo, PersistentVolumeClaim demo-workspace, Deployment demo, PodDisruptionBudget demo

                        --- /dev/null
                        +++ applied/agents/AgentRunner/demo
                        @@ -0,0 +1,""").doesNotContain("uid", "note:");
    }

    @Test
    void a_namespace_that_is_not_there_is_told_unless_it_is_among_the_files() {
        var elsewhere = FakeCluster.manifest("{version: 1.4.2}").replace("namespace: agents", "namespace: nowhere");
        assertThat(cluster.diffOf(elsewhere).remarks())
                .singleElement()
                .asString()
                .contains("namespace nowhere");
        assertThat(cluster.diffOf(elsewhere + "---\n{apiVersion: v1, kind: Namespace, metadata: {name: nowhere}}\n")
                        .remarks())
                .isEmpty();
    }

    @Test
    void a_strangers_object_of_the_name_is_told_in_the_operators_words() {
        cluster.put(
                ApiPath.deployment(DEMO),
                Trees.of(
                        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: demo, namespace: agents}, spec: {replicas: 1, template: {spec: {containers: []}}}}"));
        var diff = cluster.diff("{version: 1.4.2}");
        assertThat(diff.remarks()).singleElement().asString().contains("does not belong to this AgentRunner");
        assertThat(diff.podsRestart().why()).isEqualTo("what runs stays as it is");
        assertThat(diff.objects(Change.MADE)).extracting(ObjectDiff::kind).doesNotContain("Deployment");
    }

    @Test
    void a_policy_that_is_no_longer_asked_for_is_deleted() {
        cluster.apply("{version: 1.4.2, network: {policy: {enabled: true}}}");
        var diff = cluster.diff("{version: 1.4.2}");
        assertThat(diff.objects(Change.DELETED)).extracting(ObjectDiff::kind).containsExactly("NetworkPolicy");
        assertThat(diff.objects(Change.DELETED).getFirst().unified())
                .startsWith("--- live/agents/NetworkPolicy/demo", "+++ /dev/null");
    }

    @Test
    void what_is_built_first_is_told() {
        var build =
                "build: {source: {inline: {files: {Dockerfile: FROM scratch}}}, output: {repository: registry.example/demo}}";
        var diff = cluster.apply("{version: 1.4.2}").diff("{version: 1.4.2, " + build + "}");
        assertThat(diff.remarks())
                .singleElement()
                .asString()
                .startsWith("Job demo-build-")
                .endsWith(" builds the image first");
        assertThat(diff.podsRestart().sentence())
                .startsWith("yes, once Job demo-build-")
                .contains("has built the image");
        assertThat(diff.objects(Change.MADE)).extracting(ObjectDiff::kind).containsExactly("Job");
        var made = new FakeCluster().diff("{version: 1.4.2, " + build + "}");
        assertThat(made.podsRestart()).isEqualTo(new Verdict(false, "none run before the image is built"));
    }

    @Test
    void what_the_installation_refuses_is_refused_unless_it_has_taken_it_already() {
        cluster.apply("{version: 1.4.2}");
        assertThatThrownBy(() -> cluster.diff("{version: 1.4.2, network: {mode: Host}}"))
                .hasMessageContaining("spec.network.mode Host is not allowed");
        cluster.object(ApiPath.runner(DEMO)).withObject("/spec/network").put("mode", "Host");
        assertThat(cluster.diff("{version: 1.5.0, network: {mode: Host}}")
                        .podsRestart()
                        .holds())
                .isTrue();
        cluster.object(ApiPath.runner(DEMO)).withObject("/status").put("observedGeneration", 0);
        assertThatThrownBy(() -> cluster.diff("{version: 1.5.0, network: {mode: Host}}"))
                .hasMessageContaining("spec.network.mode Host is not allowed");
    }

    /** What runs was applied before, and has managedFields that say what. */
    @Test
    void of_a_spec_that_the_operator_refuses_what_it_has_applied_before_is_compared() {
        cluster.apply("{version: 1.4.2}");
        var deployment = cluster.object(ApiPath.deployment(DEMO));
        deployment
                .withObject("/metadata")
                .set(
                        "managedFields",
                        Trees.of(
                                        "entries: [{manager: agentrunner-operator, operation: Apply, fieldsV1: {'f:metadata': {'f:labels': {}, 'f:annotations': {}, 'f:ownerReferences': {}}, 'f:spec': {'f:progressDeadlineSeconds': {}, 'f:selector': {}, 'f:strategy': {}, 'f:template': {}}}}]")
                                .path("entries"));
        deployment.withObject("/spec").put("revisionHistoryLimit", 10);
        cluster.object(ApiPath.runner(DEMO)).withObject("/spec").put("serviceAccountName", "admin");
        cluster.object(ApiPath.runner(DEMO))
                .withObject("/status")
                .set(
                        "conditions",
                        Trees.of("conditions: [{type: Ready, status: \"False\", reason: NotAllowed, message: no}]")
                                .path("conditions"));
        var diff = cluster.diff("{version: 1.5.0, serviceAccountName: default}");
        assertThat(diff.podsRestart().sentence()).startsWith("yes, because image changes;");
        assertThat(String.join("\n", diff.objects(Change.CHANGED).getLast().unified()))
                .contains("+        image: ghcr.io/stigmer/agent-runner:1.5.0")
                .doesNotContain("revisionHistoryLimit");
    }

    @Test
    void of_one_that_is_being_deleted_nothing_is_left() {
        cluster.apply("{version: 1.4.2}");
        cluster.object(ApiPath.runner(DEMO)).withObject("/metadata").put("deletionTimestamp", "2026-11-27T05:59:00Z");
        var diff = cluster.diff("{version: 1.4.2}");
        assertThat(diff.isDifferent()).isTrue();
        assertThat(diff.remarks())
                .singleElement()
                .asString()
                .contains("being deleted", "apply this again once it is gone");
    }

    @Test
    void what_may_not_be_read_is_told_and_left_out() {
        cluster.apply("{version: 1.4.2}").forbid(ApiPath.deployment(DEMO));
        var diff = cluster.diff("{version: 1.5.0}");
        assertThat(diff.podsRestart().sentence()).startsWith("yes, because image changes;");
        assertThat(diff.remarks())
                .containsExactly(
                        "Deployment demo can't be read, so whether pods run now is not known: User \"viewer\" cannot"
                                + " get it");
        cluster.forbid(ApiPath.runner(DEMO));
        assertThatThrownBy(() -> cluster.diff("{version: 1.5.0}"))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.NO_CLUSTER))
                .hasMessageContaining("the role view in namespace agents");
    }

    @Test
    void a_cluster_without_the_operators_kind_is_told_so() {
        assertThatThrownBy(() -> cluster.without(ApiPath.AGENT_RUNNERS).diff("{version: 1.4.2}"))
                .hasMessageContaining("the cluster knows no AgentRunners (stigmer.ai/v1alpha1)");
    }

    @Test
    void only_what_matters_is_asked_for() {
        cluster.apply("{version: 1.4.2}").diff("{version: 1.4.2}");
        assertThat(cluster.asked)
                .containsExactlyInAnyOrder(
                        ApiPath.runner(DEMO), ApiPath.claim("agents", "demo-workspace"), ApiPath.deployment(DEMO));
    }
}
