package ai.stigmer.agentrunner.operator.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import ai.stigmer.agentrunner.operator.testkit.Kustomize;
import ai.stigmer.agentrunner.testing.LocalCluster;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests and the chart are one installation: what is changed in one of them has to be changed in the other. */
@Tag("install")
class KustomizeTest {
    /** The values that make the chart install what each overlay does. */
    private static final Map<String, String> VALUES = Map.of(
            "default", "",
            "builds", "policy.allowBuilds=true",
            "kind", "policy.allowBuilds=true,policy.allowNetworkPolicies=true",
            "minikube", "policy.allowBuilds=true,policy.allowNetworkPolicies=true",
            "namespaced", "namespaces={agents}",
            "production", "replicas=2,networkPolicy.enabled=true,metrics.podMonitor.enabled=true");

    private static final String ALL_COMPONENTS = """
            namespaces={agents},policy.allowBuilds=true,watchSecrets=true,networkPolicy.enabled=true,\
            metrics.podMonitor.enabled=true""";

    private final LocalCluster cluster = LocalCluster.up();

    static List<String> overlays() {
        return Kustomize.overlays();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void an_overlay_installs_what_the_chart_does(String overlay) {
        assertThat(VALUES).containsKey(overlay);
        assertThatTheyAreTheSame(
                Kustomize.render(cluster, overlay, List.of()), Helm.template("--set=" + VALUES.get(overlay)));
    }

    @Test
    void with_all_components_at_once_it_is_what_the_chart_installs() {
        assertThatTheyAreTheSame(
                Kustomize.render(cluster, "default", Kustomize.components()), Helm.template("--set=" + ALL_COMPONENTS));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    runAsUser: 65532         | runAsUser: 0
                    --log-format=json        | --log-format=text
                    imagePullPolicy: Always  | imagePullPolicy: Never
                    verbs: [patch]           | verbs: [update]
                    name: agentrunner-view   | name: agentrunner-reader
                    aggregate-to-view        | aggregate-to-nobody
                    namespace: bound         | namespace: elsewhere
                    kind: ServiceAccount     | kind: User
                    replicas: 2              | replicas: 1
                    maxUnavailable: 1        | maxUnavailable: 2
                    interval: 30s            | interval: 60s
                    port: 6443               | port: 8443
                    """)
    void a_change_of_one_of_them_is_told(String before, String after) {
        var installation = """
                {kind: Deployment, metadata: {name: a}, spec: {replicas: 2, template: {spec: {securityContext: {runAsUser: 65532},
                 containers: [{name: operator, imagePullPolicy: Always, args: [--log-format=json]}]}}}}
                ---
                {kind: ClusterRole, metadata: {name: b}, rules: [{apiGroups: [""], resources: [pods], verbs: [patch]}]}
                ---
                {kind: RoleBinding, metadata: {name: b, namespace: bound}, roleRef: {kind: ClusterRole, name: b},
                 subjects: [{kind: ServiceAccount, name: b, namespace: c}]}
                ---
                {kind: ClusterRole, metadata: {name: agentrunner-view, labels: {rbac.authorization.k8s.io/aggregate-to-view: "true"}}}
                ---
                {kind: PodDisruptionBudget, metadata: {name: d}, spec: {maxUnavailable: 1}}
                ---
                {kind: PodMonitor, metadata: {name: e}, spec: {podMetricsEndpoints: [{interval: 30s}]}}
                ---
                {kind: NetworkPolicy, metadata: {name: f}, spec: {egress: [{ports: [{port: 6443}]}]}}
                """;
        assertThat(installation).contains(before);
        assertThat(NormalizedManifests.of(installation.replace(before, after)))
                .isNotEqualTo(NormalizedManifests.of(installation));
    }

    private static void assertThatTheyAreTheSame(String manifests, String chart) {
        var ofManifests = operatorsOwn(manifests);
        var ofChart = NormalizedManifests.of(chart);
        var names = new TreeSet<>(ofManifests.keySet());
        names.addAll(ofChart.keySet());
        assertThat(names).hasSizeGreaterThan(5);
        assertSoftly(softly -> names.forEach(name -> softly.assertThat(ofManifests.get(name))
                .as("%s, of the manifests and of the chart", name)
                .isEqualTo(ofChart.get(name))));
    }

    /** Without the registry that comes along with some. */
    private static SortedMap<String, String> operatorsOwn(String yaml) {
        var own = new TreeMap<>(NormalizedManifests.of(yaml));
        own.keySet()
                .removeIf(name -> name.contains(" agentrunner-registry ") || name.startsWith("ConfigMap kube-public "));
        return own;
    }
}
