package ai.stigmer.agentrunner.operator.client;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.pack.PackedObject;
import ai.stigmer.agentrunner.testing.Repository;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each object of the golden cases, read as the caches read it, is packed and unpacked again. */
class PackedCasesTest {
    private static final Set<String> FILES = Set.of("in-agentrunner.yaml", "out-deployment.yaml", "out-claim.yaml");

    /** Of a server-side apply, of kubectl's update, and of a status: what {@link ManagedFields} keeps of it is packed. */
    private static final String MANAGED = """
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"managed","namespace":"here",
             "managedFields":[
              {"manager":"agentrunner-operator","operation":"Apply","apiVersion":"apps/v1","time":"2026-01-01T00:00:00Z",
               "fieldsType":"FieldsV1","fieldsV1":{"f:spec":{"f:replicas":{}}}},
              {"manager":"kubectl-edit","operation":"Update","apiVersion":"apps/v1","time":"2026-01-01T00:00:00Z",
               "fieldsType":"FieldsV1","fieldsV1":{"f:spec":{"f:template":{"f:spec":{"f:containers":{
                "k:{\\"name\\":\\"agent-runner\\"}":{".":{},"f:image":{}}}}}}}}]},
             "spec":{"strategy":{"rollingUpdate":{"maxSurge":"25%","maxUnavailable":1}}}}""";

    /** More than are held unpacked. */
    private static final int OTHERS = 2_500;

    private final KubernetesSerialization json = Json.serialization();

    @Test
    void what_is_unpacked_says_what_was_read() throws IOException {
        var before = new IdentityHashMap<HasMetadata, String>();
        for (var text : texts()) {
            var read = json.<HasMetadata>unmarshal(text);
            // The others are AgentRunners that are being deleted.
            if (read instanceof PackedObject) {
                before.put(read, json.asJson(read));
            }
        }
        assertThat(before).hasSizeGreaterThan(400);
        for (int i = 0; i < OTHERS; i++) {
            json.<HasMetadata>unmarshal("""
                    {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"other-%d"}}""".formatted(i));
        }
        before.forEach((read, text) -> assertThat(json.asJson(read)).isEqualTo(text));
        assertThat(before.values().stream().filter(text -> text.contains("kubectl-edit")))
                .singleElement()
                .asString()
                .contains("\"maxSurge\":\"25%\"", "\"maxUnavailable\":1", "f:image");
    }

    private static List<String> texts() throws IOException {
        try (var files = Files.walk(Repository.root().resolve("model/src/test/resources/cases"))) {
            var texts = new ArrayList<>(
                    files.filter(file -> FILES.contains(file.getFileName().toString()))
                            .map(PackedCasesTest::asJson)
                            .filter(text -> text.contains("\"kind\"")) // the others say only what differs
                            .toList());
            texts.add(MANAGED);
            return texts;
        }
    }

    private static String asJson(Path file) {
        try {
            return new YAMLMapper().readTree(file.toFile()).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
