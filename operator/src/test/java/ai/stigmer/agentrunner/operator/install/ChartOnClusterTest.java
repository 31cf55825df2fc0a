package ai.stigmer.agentrunner.operator.install;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.testkit.OperatorProcess;
import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import ai.stigmer.agentrunner.testing.LocalCluster;
import ai.stigmer.agentrunner.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The chart's life on a real API server. Its pods are simulated there, so the operator runs beside the cluster: as the
 * chart's ServiceAccount, with the flags of the chart's Deployment.
 */
@Tag("install")
class ChartOnClusterTest {
    private static final LocalCluster CLUSTER = LocalCluster.bare();
    private static final int RUNNERS = 10;
    private static final String ACCOUNT = "system:serviceaccount:" + Helm.NAMESPACE + ":" + Helm.RELEASE;

    @AfterAll
    static void close() {
        CLUSTER.close();
    }

    @Test
    void
            from_the_last_release_through_upgrade_rollback_uninstall_and_install_no_AgentRunner_is_lost_and_no_pod_of_one_restarted() {
        CLUSTER.apply("""
                {apiVersion: v1, kind: Namespace, metadata: {name: agentrunner-system,
                 labels: {pod-security.kubernetes.io/enforce: restricted}}}
                """).orThrow();
        Helm.installLastRelease(CLUSTER, "--wait", "--timeout=2m");
        var user = Sandbox.create(CLUSTER, "chart");
        var names = IntStream.range(0, RUNNERS).mapToObj(i -> "runner-" + i).toList();
        try (var operator = operator()) {
            names.forEach(name -> user.runner(name, "version: 1.4.2"));
            names.forEach(user::awaitReady);
            assertThat(operator.isAlive()).isTrue();
        }
        var before = ObjectSnapshot.in(user);
        assertThat(before.objects()).hasSize(4 * RUNNERS);

        Helm.on(CLUSTER, "upgrade", "--wait", "--timeout=2m", "--set=replicas=2,policy.allowRoot=true,image.tag=0.2.0");
        worksOn(user, names, "--policy-allow-root=true");
        assertThat(ObjectSnapshot.in(user)).isEqualTo(before);

        Helm.on(CLUSTER, "rollback", "1", "--wait", "--timeout=2m");
        worksOn(user, names, "--lease-name=agentrunner-operator");
        assertThat(ObjectSnapshot.in(user)).isEqualTo(before);

        Helm.on(CLUSTER, "uninstall", "--wait", "--timeout=2m");
        assertThat(CLUSTER.kubectl("-n", Helm.NAMESPACE, "get", "deploy,role,serviceaccount", "-o", "name")
                        .orThrow())
                .doesNotContain(Helm.RELEASE);
        assertThat(ObjectSnapshot.in(user)).isEqualTo(before);

        Helm.on(CLUSTER, "install", "--wait", "--timeout=2m");
        worksOn(user, names, "--lease-name=agentrunner-operator");
        assertThat(ObjectSnapshot.in(user)).isEqualTo(before);
        Helm.on(CLUSTER, "uninstall", "--wait", "--timeout=2m");
    }

    @Test
    void kubectl_installs_it_by_server_side_apply_from_kustomize_and_from_the_chart_and_Helm_takes_over()
            throws IOException {
        var user = Sandbox.create(CLUSTER, "kubectl");
        var kustomize = Repository.root().resolve("manifests/overlays/default");
        serverSide("-k", kustomize.toString());
        worksOn(user, List.of(), "--leader-election");

        // The chart's pods carry one label more, and a Deployment's selector never changes.
        CLUSTER.kubectl("-n", Helm.NAMESPACE, "delete", "deployment", Helm.RELEASE)
                .orThrow();
        var chart = Files.createTempFile("chart", ".yaml");
        Files.writeString(chart, Helm.template("--skip-tests"));
        serverSide("-f", chart.toString());
        worksOn(user, List.of(), "--lease-name=agentrunner-operator");
        Files.delete(chart);

        Helm.on(CLUSTER, "install", "--take-ownership", "--wait", "--timeout=2m");
        worksOn(user, List.of(), "--lease-name=agentrunner-operator");
        Helm.on(CLUSTER, "uninstall", "--wait", "--timeout=2m");
    }

    private static void serverSide(String... what) {
        var apply = new ArrayList<>(List.of("apply", "--server-side"));
        apply.addAll(Arrays.asList(what));
        CLUSTER.kubectl(apply.toArray(String[]::new)).orThrow();
        CLUSTER.kubectl("-n", Helm.NAMESPACE, "rollout", "status", "--timeout=2m", "deployment/" + Helm.RELEASE)
                .orThrow();
    }

    /** It finds every AgentRunner as it was left, and brings up another one. */
    private static void worksOn(Sandbox user, List<String> names, String flag) {
        assertThat(flags()).contains(flag);
        try (var operator = operator()) {
            user.runner("another", "{version: 1.4.2, workspace: {ephemeral: {}}}");
            user.awaitReady("another");
            names.forEach(user::awaitReady);
            user.kubectl("delete", "agentrunner", "another", "--wait");
            user.eventually(() ->
                    assertThat(user.kubectl("get", "deploy,pod", "-o", "name")).doesNotContain("another"));
            assertThat(operator.isAlive()).isTrue();
        }
    }

    private static OperatorProcess operator() {
        var flags = new ArrayList<>(flags());
        // The pod has its port to itself.
        flags.removeIf(flag -> flag.startsWith("--port="));
        flags.add("--as=" + ACCOUNT);
        var operator = OperatorProcess.launch(CLUSTER, flags.toArray(String[]::new));
        operator.awaitLog(" holds the Lease");
        return operator;
    }

    private static List<String> flags() {
        return CLUSTER.client()
                .apps()
                .deployments()
                .inNamespace(Helm.NAMESPACE)
                .withName(Helm.RELEASE)
                .require()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getArgs();
    }
}
