package ai.stigmer.agentrunner.operator.pack;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackedObjectsTest {
    private static final String METADATA = """
            "metadata":{"name":"NAME","namespace":"here","uid":"uid-NAME","resourceVersion":"7","generation":3,
             "creationTimestamp":"2026-01-01T00:00:00Z","labels":{"stigmer.ai/agentrunner":"NAME"},
             "annotations":{"a":"b"},"finalizers":["f"],
             "ownerReferences":[{"apiVersion":"stigmer.ai/v1alpha1","kind":"AgentRunner","name":"NAME","uid":"u",
             "controller":true}]}""";
    private static final String DEPLOYMENT = "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\"," + METADATA + """
            ,"spec":{"replicas":2,"selector":{"matchLabels":{"l":"NAME"}},"template":{"spec":{"containers":[
              {"name":"c","image":"i","env":[{"name":"A","value":"NAME"}],
               "resources":{"limits":{"memory":"1024Mi","cpu":"1e1"}}}]}}},
             "status":{"replicas":1,"observedGeneration":3}}""";
    private static final String RUNNER =
            "{\"apiVersion\":\"stigmer.ai/v1alpha1\",\"kind\":\"AgentRunner\"," + METADATA + """
            ,"spec":{"version":"1.4.2","replicas":2,"env":[{"name":"A","value":"NAME"}],
              "workspace":{"claim":{"size":"10Gi"}}},
             "status":{"phase":"Ready","observedGeneration":3,"build":{"phase":"Running"}}}""";
    private static final String POD = "{\"apiVersion\":\"v1\",\"kind\":\"Pod\"," + METADATA
            + ",\"spec\":{\"nodeName\":\"n\"},\"status\":{\"phase\":\"Running\",\"podIP\":\"10.0.0.NAME\"}}";
    private static final String CLAIM = "{\"apiVersion\":\"v1\",\"kind\":\"PersistentVolumeClaim\"," + METADATA
            + ",\"spec\":{\"resources\":{\"requests\":{\"storage\":\"1Gi\"}}},\"status\":{\"phase\":\"Bound\"}}";

    private final ObjectMapper plain = new ObjectMapper();
    private final ObjectMapper packing = new ObjectMapper();

    /** Keeps one object as it is: each is packed by the next. */
    PackedObjectsTest() {
        packing.registerModule(new PackedObjects(plain, new RecentlyUsed(1)));
    }

    @Test
    void what_is_unpacked_is_what_was_read() throws JsonProcessingException {
        areTheSame(DEPLOYMENT, Deployment.class);
        areTheSame(RUNNER, AgentRunner.class);
        areTheSame(CLAIM, PersistentVolumeClaim.class);
    }

    @Test
    void of_a_pods_spec_nothing_is_kept() throws JsonProcessingException {
        var pod = packed(POD, Pod.class, "1");
        assertThat(pod)
                .isEqualTo(new PodBuilder(plain.readValue(text(POD, "1"), Pod.class))
                        .withSpec(null)
                        .build());
    }

    @Test
    void a_copy_is_a_plain_object() throws JsonProcessingException {
        var packed = packed(DEPLOYMENT, Deployment.class, "1");
        assertThat(new DeploymentBuilder(packed).build())
                .isExactlyInstanceOf(Deployment.class)
                .isEqualTo(plain.readValue(text(DEPLOYMENT, "1"), Deployment.class));
        assertThat(PackedObject.type(packed)).isEqualTo(Deployment.class);
    }

    @Test
    void what_tells_versions_apart_is_known_without_unpacking() throws JsonProcessingException {
        var packed = packed(RUNNER, AgentRunner.class, "1").getMetadata();
        assertThat(List.of(packed.getName(), packed.getNamespace(), packed.getUid(), packed.getResourceVersion()))
                .containsExactly("1", "here", "uid-1", "7");
        assertThat(packed.getGeneration()).isEqualTo(3);
    }

    @Test
    void the_phases_of_a_packed_AgentRunner_are_those_of_a_plain_one() throws JsonProcessingException {
        for (var json : List.of(RUNNER, RUNNER.replace("\"phase\":\"Ready\",", ""))) {
            assertThat(Phases.of(packed(json, AgentRunner.class, "1")))
                    .isEqualTo(Phases.of(plain.readValue(text(json, "1"), AgentRunner.class)));
        }
    }

    /** Several, as the first of each type becomes the dictionary of the others. */
    private <T extends HasMetadata> void areTheSame(String json, Class<T> type) throws JsonProcessingException {
        var read = new ArrayList<T>();
        for (int i = 1; i <= 5; i++) {
            read.add(packing.readValue(text(json, "" + i), type));
        }
        for (int again = 0; again < 2; again++) {
            for (int i = 1; i <= 5; i++) {
                var expected = plain.readValue(text(json, "" + i), type);
                var packed = read.get(i - 1);
                assertThat(packed).isInstanceOf(PackedObject.class).isEqualTo(expected);
                assertThat(packed.getMetadata()).isEqualTo(expected.getMetadata());
                assertThat(packed.getFullResourceName()).isEqualTo(expected.getFullResourceName());
                assertThat(plain.<JsonNode>valueToTree(packed)).isEqualTo(plain.<JsonNode>valueToTree(expected));
            }
        }
    }

    private <T extends HasMetadata> T packed(String json, Class<T> type, String name) throws JsonProcessingException {
        var packed = packing.readValue(text(json, name), type);
        packing.readValue(text(json, "another"), type);
        packing.readValue(text(json, "a third"), type);
        return packed;
    }

    private static String text(String json, String name) {
        return json.replace("NAME", name);
    }
}
