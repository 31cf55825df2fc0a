package ai.stigmer.agentrunner.operator.install;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.config.Invocation;
import ai.stigmer.agentrunner.operator.config.SettingsReader;
import ai.stigmer.agentrunner.testing.Repository;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the chart renders. */
@Tag("install")
class ChartTest {
    /** For a process outside of a cluster, or known to the pod alone. */
    private static final Set<String> NOT_IN_THE_CHART = Set.of("--kubeconfig", "--context", "--as", "--lease-identity");

    private static final Pattern FLAG = Pattern.compile("^ +(--[a-z-]+)", Pattern.MULTILINE);

    @Test
    void helm_lint_finds_nothing() {
        assertThat(Helm.lint()).contains("0 chart(s) failed");
    }

    @Test
    void the_README_is_the_one_that_make_generate_writes() {
        assertThat(Helm.readme().strip()).isEqualTo(read("README.md").strip());
    }

    @Test
    void confined_to_namespaces_it_has_its_rights_there_and_none_elsewhere() {
        var everywhere = NormalizedManifests.of(Helm.template());
        var objects = NormalizedManifests.of(Helm.template("--set=namespaces={agents,more}"));
        var rights = everywhere.get("ClusterRoleBinding  agentrunner-operator");
        assertThat(rights).contains("list agentrunners.stigmer.ai");
        assertThat(objects.get("RoleBinding agents agentrunner-operator")).isEqualTo(rights);
        assertThat(objects.get("RoleBinding more agentrunner-operator")).isEqualTo(rights);
        assertThat(objects.keySet())
                .noneMatch(name -> name.startsWith("ClusterRoleBinding"))
                .doesNotContain("ClusterRole  agentrunner-operator");
        assertThat(objects.get("Deployment agentrunner-system agentrunner-operator"))
                .contains("namespaces=agents,more");
    }

    @Test
    void every_setting_of_the_operator_has_a_value() {
        var values = """
                --set=namespaces={a},watchSecrets=true,builds.image=b,builds.seccompProfile=p,builds.apparmorProfile=p,\
                builds.nodeSelector.disk=ssd,builds.tolerations={a=b:NoSchedule},builds.pullSecrets={s},\
                builds.localRegistry.pushHost=h:5000,builds.registries[0].host=docker.io,builds.registries[0].insecure=true,policy.allowedMetadata={example.com}""";
        var permissions = Helm.objects(read("values.yaml"))
                .getFirst()
                .path("policy")
                .propertyStream()
                .filter(setting -> setting.getValue().isBoolean())
                .map(permission -> "--set=policy." + permission.getKey() + "=true");
        var options = new TreeSet<>(permissions.collect(Collectors.toSet()));
        options.add(values);
        var given = arguments(Helm.template(options.toArray(String[]::new)));
        var flags = new TreeSet<String>();
        given.forEach(argument -> flags.add(argument.asText().replaceFirst("=.*", "")));
        flags.addAll(NOT_IN_THE_CHART);
        var all = new TreeSet<>(
                FLAG.matcher(help()).results().map(match -> match.group(1)).toList());
        all.removeAll(Set.of("--help", "--version"));
        assertThat(flags).isEqualTo(all);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "polcy.allowRoot=true",
                "policy.allowRot=true",
                "policy.allowRoot=yes",
                "policy.allowedMetadata=example.com",
                "policy.allowedMetadata={*.example.com}",
                "builds.registries={docker.io}",
                "builds.registries[0].host=docker.io/library",
                "replicas=-1",
                "namespaces={Upper}",
                "namespaces={a,a}",
                "log.format=xml",
                "image.digest=latest",
                "leaderElection.leaseDuration=15",
                "http.port=0",
                "extraArgs={x}"
            })
    void a_value_that_is_unknown_or_wrong_is_refused(String value) {
        var answer = Helm.templateOrRefusal("--set=" + value);
        assertThat(answer.exit()).isNotZero();
        assertThat(answer.err()).contains("values don't meet the specifications of the schema");
    }

    @Test
    void several_replicas_keep_off_each_others_nodes_and_a_drain_takes_one_at_a_time() {
        assertThat(Helm.template("--set=replicas=2,crds.install=false"))
                .contains("podAntiAffinity", "maxUnavailable: 1");
        assertThat(Helm.template("--set=crds.install=false")).doesNotContain("podAntiAffinity", "PodDisruptionBudget");
    }

    @Test
    void the_definition_stays_when_the_chart_goes() {
        assertThat(Helm.template()).contains("annotations: {helm.sh/resource-policy: keep}");
        assertThat(Helm.template("--set=crds.install=false")).doesNotContain("CustomResourceDefinition");
    }

    private static JsonNode arguments(String yaml) {
        return Helm.objects(yaml).stream()
                .filter(object -> object.path("kind").asText().equals("Deployment"))
                .findFirst()
                .orElseThrow()
                .at("/spec/template/spec/containers/0/args");
    }

    private static String help() {
        return switch (new SettingsReader("test").read(new String[] {"--help"}, Map.of())) {
            case Invocation.Print(var text) -> text;
            case Invocation.Run(var config) -> throw new AssertionError(config.describe());
        };
    }

    private static String read(String file) {
        return Repository.read("helm/agentrunner-operator/" + file);
    }
}
