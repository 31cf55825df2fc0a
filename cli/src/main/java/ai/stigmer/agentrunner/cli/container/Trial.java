package ai.stigmer.agentrunner.cli.container;

import ai.stigmer.agentrunner.api.AgentRunner;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An AgentRunner beside the one that may run: under a name of its own, and with a workspace that goes with it. */
public final class Trial {
    private static final String SUFFIX = "-image-test-";

    /** Characters of the longest name that an AgentRunner may have. */
    private static final int NAME = 45;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Trial() {}

    /**
     * The same worker, on trial.
     *
     * @param number in lower-case letters and digits; two trials at a time have different ones
     */
    public static AgentRunner of(AgentRunner runner, String number) {
        var tree = JSON.<ObjectNode>valueToTree(runner);
        var name = runner.getMetadata().getName();
        var suffix = SUFFIX + number;
        ((ObjectNode) tree.path("metadata"))
                .put("name", name.substring(0, Math.min(NAME - suffix.length(), name.length())) + suffix);
        var spec = (ObjectNode) tree.path("spec");
        spec.remove("suspend");
        spec.remove("replicas");
        var workspace = JSON.createObjectNode();
        if (spec.at("/workspace/mountPath").isTextual()) {
            workspace.set("mountPath", spec.at("/workspace/mountPath"));
        }
        workspace.putObject("ephemeral");
        spec.set("workspace", workspace);
        try {
            return JSON.treeToValue(tree, AgentRunner.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read before can be read again", e);
        }
    }
}
