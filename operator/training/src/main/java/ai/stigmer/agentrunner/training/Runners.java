package ai.stigmer.agentrunner.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.IntStream;

/** The AgentRunners of the training: each shape that people commonly write, in turn. */
final class Runners {
    static final String TYPE = "/apis/stigmer.ai/v1alpha1/agentrunners";
    private static final String NAMESPACE = "agents";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> SPECS = List.of("""
            {"version": "1.4.2"}
            """, """
            {"version": "1.4.2",
             "temporal": {"address": "temporal:7233", "namespace": "default", "taskQueue": "agents",
                          "apiKeySecretRef": {"name": "temporal", "key": "api-key"}, "tls": {}},
             "llm": {"provider": "anthropic", "model": "claude-sonnet-4-5",
                     "apiKeySecretRef": {"name": "anthropic", "key": "api-key"}},
             "workspace": {"claim": {"size": "5Gi"}}}
            """, """
            {"version": "1.4.2", "replicas": 2, "workspace": {"ephemeral": {"sizeLimit": "1Gi"}},
             "disruptionBudget": {"minAvailable": 1}, "network": {"policy": {"enabled": true}},
             "env": [{"name": "LOG_LEVEL", "value": "info"}],
             "envFrom": [{"configMapRef": {"name": "settings", "optional": true}}],
             "resources": {"requests": {"cpu": "1", "memory": "2Gi"}, "limits": {"memory": "4Gi"}}}
            """);

    private Runners() {}

    static List<Store.Key> keys(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Store.Key(TYPE, NAMESPACE, "runner-" + i))
                .toList();
    }

    static ObjectNode object(int index) {
        try {
            var object = JSON.createObjectNode()
                    .put("apiVersion", "stigmer.ai/v1alpha1")
                    .put("kind", "AgentRunner");
            object.set("spec", JSON.readTree(SPECS.get(index % SPECS.size())));
            return object;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the operator says Ready of this very spec. */
    static boolean isReady(ObjectNode runner) {
        if (runner.at("/status/observedGeneration").asLong()
                != runner.at("/metadata/generation").asLong()) {
            return false;
        }
        return isTrue("Ready", runner);
    }

    /** Whether the operator says that somebody must act, which nobody will. */
    static boolean isStalled(ObjectNode runner) {
        return isTrue("Stalled", runner);
    }

    private static boolean isTrue(String type, ObjectNode runner) {
        for (var condition : runner.at("/status/conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }
}
