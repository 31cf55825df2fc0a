package ai.stigmer.agentrunner.operator.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.Template;
import ai.stigmer.agentrunner.operator.observe.Watched;
import com.fasterxml.jackson.core.type.TypeReference;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DefaultKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JsonTest {
    private static final String BAD = """
            {"apiVersion":"stigmer.ai/v1alpha1","kind":"AgentRunner",
             "metadata":{"name":"bad","namespace":"here","uid":"1","resourceVersion":"7"},
             "spec":{"version":"1","replicas":{"not":"a number"}}}""";
    private static final String GOOD = """
            {"apiVersion":"stigmer.ai/v1alpha1","kind":"AgentRunner",
             "metadata":{"name":"good","namespace":"here"},"spec":{"version":"1","replicas":2}}""";

    private final KubernetesSerialization json = Json.serialization();

    @Test
    void the_SDK_takes_an_AgentRunner_that_a_finalizer_holds_for_any_other() {
        var held = json.unmarshal(
                GOOD.replace(
                        "\"name\":\"good\"",
                        "\"name\":\"held\",\"finalizers\":[\"example.com/hold\"],"
                                + "\"deletionTimestamp\":\"2026-01-01T12:00:00Z\""),
                AgentRunner.class);
        assertThat(held.isMarkedForDeletion()).isFalse();
        assertThat(held.getMetadata().getDeletionTimestamp()).isEqualTo("2026-01-01T12:00:00Z");
        assertThat(held.getSpec())
                .isEqualTo(json.unmarshal(GOOD, AgentRunner.class).getSpec());
        assertThat(json.asJson(held)).contains("\"kind\":\"AgentRunner\"").doesNotContain("markedForDeletion");
    }

    @Test
    void an_AgentRunner_that_cannot_be_read_does_not_hide_the_others() {
        var type = new TypeReference<DefaultKubernetesResourceList<AgentRunner>>() {};
        var list = json.unmarshal(
                new ByteArrayInputStream(
                        ("{\"kind\":\"AgentRunnerList\",\"items\":[" + BAD + "," + GOOD + "]}").getBytes(UTF_8)),
                type);
        assertThat(list.getItems()).hasSize(2);
        assertThat(list.getItems().get(0)).isInstanceOfSatisfying(UnreadableRunner.class, runner -> {
            assertThat(runner.problem()).startsWith("spec.replicas: ");
            assertThat(runner.getMetadata().getName()).isEqualTo("bad");
            assertThat(runner.getKind()).isEqualTo("AgentRunner");
            assertThat(runner.getApiVersion()).isEqualTo("stigmer.ai/v1alpha1");
        });
        assertThat(list.getItems().get(1).getSpec().replicas()).isEqualTo(2);
    }

    @Test
    void nor_does_one_in_a_watch() {
        assertThat(event("MODIFIED", BAD).getObject()).isInstanceOf(UnreadableRunner.class);
        assertThat(event("MODIFIED", GOOD).getObject()).isInstanceOfSatisfying(AgentRunner.class, runner -> assertThat(
                        runner.getSpec().replicas())
                .isEqualTo(2));
    }

    /** A type that is not listed there would come as a generic object. */
    @Test
    void every_type_that_is_watched_is_read_as_itself() {
        assertThat(WatchEvents.TYPES)
                .containsAll(Watched.all(true, true).stream().map(Watched::type).toList());
    }

    @Test
    void an_event_is_read_whichever_way_its_object_begins() {
        var pod = "\"metadata\":{\"name\":\"p\",\"managedFields\":[{\"manager\":\"m\"}]},\"spec\":{\"nodeName\":\"n\"},"
                + "\"status\":{\"phase\":\"Running\"}";
        var expected = new PodBuilder()
                .withNewMetadata()
                .withName("p")
                .endMetadata()
                .withNewStatus()
                .withPhase("Running")
                .endStatus()
                .build();
        for (var object : List.of(
                "{\"kind\":\"Pod\",\"apiVersion\":\"v1\"," + pod + "}",
                "{\"apiVersion\":\"v1\",\"kind\":\"Pod\"," + pod + "}",
                "{" + pod + ",\"apiVersion\":\"v1\",\"kind\":\"Pod\"}",
                "{\"kind\":\"Pod\"," + pod + ",\"apiVersion\":\"v1\"}")) {
            var event = event("ADDED", object);
            assertThat(event.getType()).isEqualTo("ADDED");
            assertThat(event.getObject()).as(object).isEqualTo(expected);
        }
    }

    @Test
    void an_event_that_is_an_error_or_of_another_kind_is_read_too() {
        assertThat(event("ERROR", "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"code\":410}")
                        .getObject())
                .isInstanceOfSatisfying(
                        Status.class, status -> assertThat(status.getCode()).isEqualTo(410));
        assertThat(event("BOOKMARK", "{\"kind\":\"Pod\",\"apiVersion\":\"v1\"}").getObject())
                .isInstanceOf(Pod.class);
    }

    private WatchEvent event(String type, String object) {
        return json.unmarshal("{\"type\":\"" + type + "\",\"object\":" + object + "}", WatchEvent.class);
    }

    /** A label may be of any length until it reaches a pod, and its name is found again among the managedFields. */
    @Test
    void names_of_any_length_are_read() {
        var label = "x".repeat(1_000_000);
        var runner = "{\"apiVersion\":\"stigmer.ai/v1alpha1\",\"kind\":\"AgentRunner\",\"metadata\":{\"name\":\"long\","
                + "\"managedFields\":[{\"fieldsV1\":{\"f:" + label + "\":{}}}]},"
                + "\"spec\":{\"template\":{\"labels\":{\"" + label + "\":\"\"}}}}";
        assertThat(json.unmarshal(runner, AgentRunner.class).getSpec().template())
                .extracting(Template::labels)
                .isEqualTo(Map.of(label, ""));
    }

    /** Of equal length and hash: "Ab" and "BA" are alike in Jackson's polynomial of 33. */
    @Test
    void names_of_one_hash_are_read() {
        var names = List.of("");
        for (int i = 0; i < 10; i++) {
            names = names.stream()
                    .flatMap(name -> Stream.of(name + "Ab", name + "BA"))
                    .toList();
        }
        var labels = names.stream().map(name -> "\"" + name + "\":\"\"").collect(joining(","));
        var event = json.unmarshal(
                "{\"type\":\"ADDED\",\"object\":{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"labels\":{"
                        + labels + "}}}}",
                WatchEvent.class);
        assertThat(((Pod) event.getObject()).getMetadata().getLabels()).hasSize(1024);
    }

    @Test
    void of_a_ConfigMap_only_a_hash_is_held_from_the_first() {
        var event = json.unmarshal("""
                {"type":"ADDED","object":{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings"},
                 "data":{"key":"value"}}}""", WatchEvent.class);
        var read = (ConfigMap) event.getObject();
        assertThat(read.getData()).isEmpty();
        assertThat(read.getMetadata().getName()).isEqualTo("settings");
        assertThat(DataHash.of(read))
                .isEqualTo(DataHash.of(new ConfigMapBuilder()
                        .addToData("key", "value")
                        .withNewMetadata()
                        .endMetadata()
                        .build()));
    }

    @Test
    void managedFields_are_left_out_and_equal_strings_are_one() {
        var deployment = """
                {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"%s","labels":{"app":"same value"},
                 "managedFields":[{"manager":"kubectl"}]}}""";
        var one = json.unmarshal(deployment.formatted("one"), Deployment.class).getMetadata();
        var other =
                json.unmarshal(deployment.formatted("other"), Deployment.class).getMetadata();
        assertThat(one.getManagedFields()).isEmpty();
        assertThat(one.getLabels().get("app")).isSameAs(other.getLabels().get("app"));
        assertThat(one.getName()).isEqualTo("one");
    }

    @Test
    void of_managedFields_what_others_own_in_the_spec_of_pods_is_kept() {
        var deployment = """
                {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"one","managedFields":[
                  {"manager":"agentrunner-operator","operation":"Apply","fieldsV1":{"f:spec":{"f:template":{"f:spec":{"f:volumes":{}}}}}},
                  {"manager":"kubectl-rollout","operation":"Update","fieldsV1":{"f:metadata":{"f:labels":{"f:a":{}}},
                   "f:spec":{"f:paused":{},"f:template":{"f:metadata":{},"f:spec":{"f:nodeSelector":{"f:disk":{}}}}}}},
                  {"manager":"kube-controller-manager","operation":"Update","fieldsV1":{"f:status":{}},"subresource":"status"}]}}""";
        var entries = json.unmarshal(deployment, Deployment.class).getMetadata().getManagedFields();
        assertThat(entries)
                .extracting(ManagedFieldsEntry::getManager)
                .containsExactly("kubectl-rollout", "agentrunner-operator");
        assertThat(json.asJson(entries.getFirst().getFieldsV1()))
                .isEqualTo("{\"f:spec\":{\"f:template\":{\"f:spec\":{\"f:nodeSelector\":{\"f:disk\":{}}}}}}");
        assertThat(entries.getLast().getFieldsV1()).isNull();
    }

    @Test
    void of_managedFields_only_that_the_operator_applied_the_object_is_kept() {
        var policy = """
                {"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"one","managedFields":[
                  {"manager":"agentrunner-operator","operation":"%s","apiVersion":"networking.k8s.io/v1",
                   "fieldsType":"FieldsV1","fieldsV1":{"f:spec":{"f:podSelector":{}}}},
                  {"manager":"kubectl","operation":"Apply","fieldsV1":{"f:metadata":{"f:labels":{}}}}]}}""";
        assertThat(json.unmarshal(policy.formatted("Apply"), NetworkPolicy.class)
                        .getMetadata()
                        .getManagedFields())
                .containsExactly(new ManagedFieldsEntryBuilder()
                        .withManager("agentrunner-operator")
                        .withOperation("Apply")
                        .build());
        assertThat(json.unmarshal(policy.formatted("Update"), NetworkPolicy.class)
                        .getMetadata()
                        .getManagedFields())
                .isEmpty();
    }

    /** Which node is lost, and who holds the pod back, is told where it doesn't end or start. */
    @Test
    void of_the_spec_of_a_pod_that_ends_or_is_gated_the_node_and_the_gates_are_kept() {
        var pod = """
                {"kind":"Pod","apiVersion":"v1","metadata":{"name":"p"%s},
                 "spec":{"nodeName":"n","containers":[{"name":"c"}]%s}}""";
        var ending = json.unmarshal(pod.formatted(",\"deletionTimestamp\":\"2026-01-01T12:00:00Z\"", ""), Pod.class);
        assertThat(ending.getSpec().getNodeName()).isEqualTo("n");
        assertThat(ending.getSpec().getContainers()).isEmpty();
        var gated = json.unmarshal(pod.formatted("", ",\"schedulingGates\":[{\"name\":\"g\"}]"), Pod.class);
        assertThat(gated.getSpec().getSchedulingGates()).singleElement().satisfies(gate -> assertThat(gate.getName())
                .isEqualTo("g"));
        assertThat(json.unmarshal(pod.formatted("", ""), Pod.class).getSpec()).isNull();
    }
}
