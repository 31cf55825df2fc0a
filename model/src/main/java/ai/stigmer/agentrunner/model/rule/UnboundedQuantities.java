package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.api.AgentRunnerSpec;
import ai.stigmer.agentrunner.model.Messages;
import ai.stigmer.agentrunner.model.spec.Quantities;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Quantities that would keep whoever computes them busy, or that are none. The CRD's rules look only at those that the
 * operator itself works with; all others would be passed on, and the API server would refuse them at a cost, again and
 * again. They are refused whatever the policy.
 *
 * @param problem the first of them
 * @param rest the spec with 0 in place of each, so that nothing computes or copies one
 */
public record UnboundedQuantities(Problem problem, AgentRunnerSpec rest) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN_CHARACTERS = 40;

    /** Finds them; empty: there are none. */
    public static Optional<UnboundedQuantities> in(AgentRunnerSpec spec) {
        var tree = JSON.<JsonNode>valueToTree(spec);
        var problems = new ArrayList<Problem>();
        replace("spec", "", tree, problems);
        try {
            return problems.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new UnboundedQuantities(
                            problems.getFirst(), JSON.treeToValue(tree, AgentRunnerSpec.class)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was written as JSON can be read again", e);
        }
    }

    private static void replace(String path, String field, JsonNode node, List<Problem> problems) {
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            replace(path + "[" + i + "]", "", node.get(i), problems);
        }
        for (var entry : node.properties()) {
            var child = path + "." + entry.getKey();
            if (!Quantities.isField(field, entry.getKey())) {
                replace(child, entry.getKey(), entry.getValue(), problems);
            } else if (!Quantities.isBounded(entry.getValue().asText())) {
                problems.add(problem(child, entry.getValue().asText()));
                ((ObjectNode) node).put(entry.getKey(), "0");
            }
        }
    }

    private static Problem problem(String path, String text) {
        return new Problem(
                path + " " + Messages.shorten(text, SHOWN_CHARACTERS) + " is not allowed",
                "a quantity is a number with or without a unit, of at most 32 characters, its exponent of at most two"
                        + " digits",
                "write e.g. 500m, 2 or 4Gi");
    }
}
