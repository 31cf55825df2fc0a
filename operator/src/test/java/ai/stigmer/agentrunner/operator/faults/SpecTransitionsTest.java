package ai.stigmer.agentrunner.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.operator.testkit.EndState;
import ai.stigmer.agentrunner.operator.testkit.Fleet;
import ai.stigmer.agentrunner.operator.testkit.OperatorProcess;
import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import ai.stigmer.agentrunner.testing.LocalCluster;
import ai.stigmer.agentrunner.testing.Repository;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Each field of a spec is set, changed to each of its values, and removed; after each step the objects equal those of an
 * AgentRunner that was made with that spec at once. The values are the model's, of its spec-fields.yaml.
 */
@Tag("faults")
class SpecTransitionsTest {
    private static final LocalCluster CLUSTER = LocalCluster.up();
    private static final ObjectMapper YAML = new YAMLMapper();
    /** Their end depends on the way to it, on purpose: a count that is no longer asked for stays as it is. */
    private static final Set<String> REMEMBERED = Set.of("replicas", "suspend");

    private static OperatorProcess operator;

    private final KubernetesClient client = CLUSTER.client();
    private final String namespace = Sandbox.create(CLUSTER, "transitions").namespace();

    @BeforeAll
    static void start() {
        operator = OperatorProcess.start(CLUSTER, OperatorProcess.NETWORK_POLICIES);
    }

    @AfterAll
    static void stop() {
        operator.close();
    }

    /** One that waits for a claim changes nothing yet. */
    @BeforeEach
    void makeClaims() {
        for (var name : List.of("shared", "other")) {
            client.resource(new PersistentVolumeClaimBuilder()
                            .withNewMetadata()
                            .withNamespace(namespace)
                            .withName(name)
                            .endMetadata()
                            .withNewSpec()
                            .withAccessModes("ReadWriteOnce")
                            .withNewResources()
                            .addToRequests("storage", new Quantity("1Gi"))
                            .endResources()
                            .endSpec()
                            .build())
                    .create();
        }
    }

    @Test
    void every_field_set_changed_and_removed() throws IOException {
        var fields = fields();
        var steps = fields.values().stream().mapToInt(List::size).max().orElseThrow();
        var number = new ArrayList<>(fields.keySet());
        fields.keySet().forEach(field -> apply(changing(number.indexOf(field)), spec(field, Optional.empty())));
        awaitLookedAt();
        var compared = 0;
        for (int step = 0; step <= steps; step++) {
            var names = new LinkedHashMap<String, String>();
            for (var field : number) {
                var values = Objects.requireNonNull(fields.get(field));
                if (step > values.size()) {
                    continue;
                }
                var value = step < values.size() ? Optional.of(values.get(step)) : Optional.<JsonNode>empty();
                var fresh = "fresh-%03d-%d".formatted(number.indexOf(field), step);
                if (apply(changing(number.indexOf(field)), spec(field, value))) {
                    apply(fresh, spec(field, value));
                    names.put(changing(number.indexOf(field)), fresh);
                }
            }
            awaitLookedAt();
            var snapshot = EndState.of(client, namespace);
            names.forEach((changed, fresh) -> assertAlike(changed, fresh, snapshot));
            compared += names.size();
        }
        System.out.println(fields.size() + " fields, " + compared + " transitions");
        client.namespaces().withName(namespace).delete();
    }

    private static String changing(int field) {
        return "changed-%03d".formatted(field);
    }

    private void assertAlike(String changed, String fresh, EndState snapshot) {
        var ready = Sandbox.condition(get(changed), "Ready").orElseThrow();
        var readyAtOnce = Sandbox.condition(get(fresh), "Ready").orElseThrow();
        var spec = Serialization.asYaml(get(changed).getSpec());
        assertThat(ready.getReason()).as(spec).isEqualTo(readyAtOnce.getReason());
        assertThat(ready.getMessage().replace(changed, "NAME"))
                .as(spec)
                .isEqualTo(readyAtOnce.getMessage().replace(fresh, "NAME"));
        // What is refused leaves what was there.
        if (readyAtOnce.getStatus().equals("True")) {
            assertThat(objects(changed, snapshot)).as(spec).isEqualTo(objects(fresh, snapshot));
        }
    }

    private static Map<String, String> objects(String name, EndState snapshot) {
        return snapshot.objects().entrySet().stream()
                .filter(object -> object.getKey().endsWith("/" + name))
                .filter(object -> !object.getKey().startsWith("AgentRunner/"))
                .collect(Collectors.toMap(
                        object -> object.getKey().replace(name, "NAME"),
                        object -> withoutHashes(object.getValue()).toString().replace(name, "NAME")));
    }

    /** Of texts that name the object. */
    private static JsonNode withoutHashes(JsonNode object) {
        for (var path : List.of("/metadata/annotations", "/spec/template/metadata/annotations")) {
            if (object.at(path) instanceof ObjectNode annotations) {
                annotations.remove(List.of("stigmer.ai/template", "stigmer.ai/applied"));
            }
        }
        return object;
    }

    private void awaitLookedAt() {
        Awaitility.await("all are looked at")
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(client.resources(AgentRunner.class)
                                .inNamespace(namespace)
                                .list()
                                .getItems())
                        .allSatisfy(runner -> {
                            assertThat(runner.getStatus().observedGeneration())
                                    .isEqualTo(runner.getMetadata().getGeneration());
                            assertThat(Sandbox.condition(runner, "Ready")
                                            .orElseThrow()
                                            .getReason())
                                    .isNotEqualTo("RollingOut");
                        }));
    }

    /** False where the API server refuses it, e.g. a claim's class that was there and is to be another. */
    private boolean apply(String name, JsonNode spec) {
        try {
            Fleet.apply(client, namespace, name, spec);
            return true;
        } catch (KubernetesClientException e) {
            // 500 for a value of another type: so it is with server-side apply.
            assertThat(e.getCode()).as(e.getMessage()).isIn(422, 500);
            return false;
        }
    }

    private AgentRunner get(String name) {
        return client.resources(AgentRunner.class)
                .inNamespace(namespace)
                .withName(name)
                .require();
    }

    /** No pods: what is compared are the objects, and a hundred AgentRunners go through it at once. */
    private static ObjectNode spec(String field, Optional<JsonNode> value) {
        var spec = YAML.createObjectNode().put("version", "1.0.0").put("suspend", true);
        value.ifPresent(v -> set(spec, field, v));
        return spec;
    }

    private static void set(ObjectNode object, String path, JsonNode value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            object.set(path, value);
        } else {
            set(object.withObjectProperty(path.substring(0, dot)), path.substring(dot + 1), value);
        }
    }

    private static Map<String, List<JsonNode>> fields() throws IOException {
        var all = YAML.readTree(Repository.root()
                .resolve("model/src/test/resources/spec-fields.yaml")
                .toFile());
        var fields = new LinkedHashMap<String, List<JsonNode>>();
        all.properties().stream()
                .filter(field -> !REMEMBERED.contains(field.getKey()))
                .forEach(field -> fields.put(
                        field.getKey(), field.getValue().valueStream().toList()));
        return fields;
    }
}
