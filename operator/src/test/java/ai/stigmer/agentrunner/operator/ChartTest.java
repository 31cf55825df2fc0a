package ai.stigmer.agentrunner.operator;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.config.Invocation;
import ai.stigmer.agentrunner.operator.config.SettingsReader;
import ai.stigmer.agentrunner.testing.LocalCluster;
import ai.stigmer.agentrunner.testing.Repository;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
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

    private final LocalCluster cluster = LocalCluster.up();

    @Test
    void helm_lint_finds_nothing() {
        assertThat(Helm.lint()).contains("0 chart(s) failed");
    }

    @Test
    void helm_installs_what_kustomize_installs() {
        assertThat(inSubstance(Helm.template())).isEqualTo(inSubstance(kustomize("overlays/default")));
    }

    @Test
    void with_builds_and_Secrets_the_rights_are_those_of_the_components() throws IOException {
        var folder = Files.createTempDirectory(Repository.root().resolve("operator/target"), "kustomize-");
        Files.writeString(folder.resolve("kustomization.yaml"), """
                resources: [../../../manifests/overlays/default]
                components: [../../../manifests/components/builds, ../../../manifests/components/watch-secrets]
                """);
        var wanted = cluster.kubectl("kustomize", folder.toString()).orThrow();
        assertThat(inSubstance(Helm.template("--set=policy.allowBuilds=true,watchSecrets=true")))
                .isEqualTo(inSubstance(wanted));
    }

    @Test
    void confined_to_namespaces_it_has_the_same_rights_there_and_none_elsewhere() {
        var objects = inSubstance(Helm.template("--set=namespaces={agents,more}"));
        var everywhere = inSubstance(kustomize("overlays/default"));
        var rights = everywhere.get("ClusterRole  agentrunner-operator");
        assertThat(objects.get("Role agents agentrunner-operator")).isEqualTo(rights);
        assertThat(objects.get("Role more agentrunner-operator")).isEqualTo(rights);
        assertThat(objects)
                .containsKeys("RoleBinding agents agentrunner-operator", "RoleBinding more agentrunner-operator");
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
                builds.localRegistry.pushHost=h:5000""";
        var permissions = Helm.objects(read("values.yaml"))
                .getFirst()
                .path("policy")
                .propertyStream()
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

    private String kustomize(String folder) {
        return cluster.kubectl(
                        "kustomize",
                        Repository.root().resolve("manifests").resolve(folder).toString())
                .orThrow();
    }

    /**
     * Each object by kind, namespace and name, without what is the chart's own: labels, hooks, the namespace and the
     * values that a setting or a field has anyway.
     */
    private static Map<String, String> inSubstance(String yaml) {
        var all = new TreeMap<String, String>();
        for (var object : Helm.objects(yaml)) {
            var kind = object.path("kind").asText();
            var metadata = object.path("metadata");
            if (kind.equals("Namespace") || metadata.path("annotations").has("helm.sh/hook")) {
                continue;
            }
            all.put(
                    kind + " " + metadata.path("namespace").asText() + " "
                            + metadata.path("name").asText(),
                    substance(kind, object));
        }
        return all;
    }

    private static String substance(String kind, JsonNode object) {
        return switch (kind) {
            case "Role", "ClusterRole" -> rules(object);
            case "RoleBinding", "ClusterRoleBinding" -> object.path("roleRef") + " " + object.path("subjects");
            case "Deployment" -> deployment(object);
            default -> sorted(object.path("spec"));
        };
    }

    private static String rules(JsonNode role) {
        var rights = new TreeSet<String>();
        for (var rule : role.path("rules")) {
            for (var group : rule.path("apiGroups")) {
                for (var resource : rule.path("resources")) {
                    for (var verb : rule.path("verbs")) {
                        rights.add(Rights.right(verb.asText(), resource.asText(), group.asText()) + " "
                                + rule.path("resourceNames"));
                    }
                }
            }
        }
        return rights.toString();
    }

    private static String deployment(JsonNode deployment) {
        var pod = (ObjectNode) deployment.at("/spec/template/spec").deepCopy();
        var container = (ObjectNode) pod.at("/containers/0");
        var settings = settings(container.path("args"));
        container.remove("args");
        container.remove("imagePullPolicy");
        return deployment.at("/spec/replicas") + " " + new TreeMap<>(fields(pod)) + " " + settings;
    }

    private static Map<String, String> fields(ObjectNode pod) {
        return pod.propertyStream().collect(Collectors.toMap(Map.Entry::getKey, field -> sorted(field.getValue())));
    }

    /** The same text for the same content, in whichever order it was written. */
    private static String sorted(JsonNode node) {
        if (node.isObject()) {
            var fields = new TreeMap<String, String>();
            node.propertyStream().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
            return fields.toString();
        }
        return node.isArray()
                ? StreamSupport.stream(node.spliterator(), false)
                        .map(ChartTest::sorted)
                        .toList()
                        .toString()
                : node.asText();
    }

    /** What the operator understands of these flags. */
    private static String settings(JsonNode arguments) {
        var flags = StreamSupport.stream(arguments.spliterator(), false)
                .map(JsonNode::asText)
                .toArray(String[]::new);
        return switch (new SettingsReader("test").read(flags, Map.of())) {
            case Invocation.Run(var config) -> config.describe();
            case Invocation.Print(var text) -> text;
        };
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
        try {
            return Files.readString(
                    Repository.root().resolve("helm/agentrunner-operator").resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
