package ai.stigmer.agentrunner.model;

import ai.stigmer.agentrunner.api.AgentRunner;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values for every field of a spec, from {@code spec-fields.yaml}, and AgentRunners made of them. */
final class SpecFields {

    private SpecFields() {}

    /** By the path in spec, e.g. {@code image.digest}. */
    static Map<String, List<JsonNode>> all() {
        var fields = new LinkedHashMap<String, List<JsonNode>>();
        Yaml.resource("spec-fields.yaml").properties().forEach(entry -> {
            var values = new ArrayList<JsonNode>();
            entry.getValue().forEach(values::add);
            fields.put(entry.getKey(), values);
        });
        return fields;
    }

    /** An AgentRunner with these values, by path; it has a version in any case, and one kind of workspace. */
    static AgentRunner runner(Map<String, JsonNode> values) {
        var manifest = JsonNodeFactory.instance.objectNode();
        manifest.put("apiVersion", AgentRunner.API_VERSION).put("kind", AgentRunner.KIND);
        manifest.putObject("metadata")
                .put("name", "demo")
                .put("namespace", "agents")
                .put("uid", "demo-uid")
                .put("generation", 1);
        var spec = manifest.putObject("spec").put("version", "1.0.0");
        values.forEach((path, value) -> set(spec, path, value));
        if (spec.has("build") && spec.path("image") instanceof ObjectNode image) {
            image.remove(List.of("repository", "digest"));
        }
        if (spec.path("workspace") instanceof ObjectNode workspace && workspace.has("existingClaim")) {
            workspace.remove(List.of("claim", "ephemeral"));
        } else if (spec.path("workspace") instanceof ObjectNode workspace && workspace.has("ephemeral")) {
            workspace.remove("claim");
        }
        return Yaml.value(manifest, AgentRunner.class);
    }

    private static void set(ObjectNode object, String path, JsonNode value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            object.set(path, value);
        } else {
            set(object.withObjectProperty(path.substring(0, dot)), path.substring(dot + 1), value);
        }
    }
}
