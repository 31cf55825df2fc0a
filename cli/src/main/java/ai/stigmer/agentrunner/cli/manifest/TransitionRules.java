package ai.stigmer.agentrunner.cli.manifest;

import ai.stigmer.agentrunner.model.spec.Defaults;
import ai.stigmer.agentrunner.model.spec.Quantities;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.StreamSupport;

/**
 * The CustomResourceDefinition's conditions about a change, by the words with which the API server refuses one. A test sees to
 * it that none of the definition is missing here.
 */
public final class TransitionRules {
    private static final Map<String, BiPredicate<JsonNode, JsonNode>> RULES = rules();

    private TransitionRules() {}

    private static Map<String, BiPredicate<JsonNode, JsonNode>> rules() {
        var rules = new LinkedHashMap<String, BiPredicate<JsonNode, JsonNode>>();
        rules.put(
                "leave workspace.claim.size as it was or write a larger one: a volume never shrinks",
                TransitionRules::keepsSize);
        rules.put(
                "leave workspace.claim.storageClassName as it was: a claim keeps its class; for another one, make a new"
                        + " AgentRunner",
                (before, after) -> keeps("storageClassName", before, after));
        rules.put(
                "leave workspace.claim.accessModes as they were: a claim keeps its modes; for others, make a new"
                        + " AgentRunner",
                (before, after) -> keeps("accessModes", before, after));
        return rules;
    }

    /**
     * Why the API server would refuse a change; empty: it would take it.
     *
     * @param before the live AgentRunner, with its status
     * @param after with the same status, and otherwise as it would be
     */
    public static List<String> refusals(JsonNode before, JsonNode after) {
        // A claim that has no volume yet can be made anew.
        if (!hasClaim(before) || !hasClaim(after) || capacity(before).isMissingNode()) {
            return List.of();
        }
        return RULES.entrySet().stream()
                .filter(rule -> !rule.getValue().test(before, after))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Their words. */
    static Set<String> known() {
        return RULES.keySet();
    }

    private static boolean hasClaim(JsonNode runner) {
        var workspace = runner.at("/spec/workspace");
        return !workspace.has("existingClaim") && !workspace.has("ephemeral");
    }

    private static JsonNode capacity(JsonNode runner) {
        return runner.at("/status/workspace/capacity");
    }

    private static JsonNode claim(JsonNode runner, String field) {
        return runner.at("/spec/workspace/claim").path(field);
    }

    private static boolean keepsSize(JsonNode before, JsonNode after) {
        var wanted = size(claim(after, "size"));
        return wanted.isEmpty()
                || isAtLeast(wanted.get(), size(claim(before, "size")))
                || isAtLeast(wanted.get(), Quantities.value(capacity(before).asText()));
    }

    private static Optional<BigDecimal> size(JsonNode size) {
        return Quantities.value(size.isMissingNode() ? Defaults.CLAIM_SIZE.toString() : size.asText());
    }

    private static boolean isAtLeast(BigDecimal wanted, Optional<BigDecimal> other) {
        return other.filter(size -> wanted.compareTo(size) >= 0).isPresent();
    }

    /** One that doesn't fit its claim may be corrected. */
    private static boolean keeps(String field, JsonNode before, JsonNode after) {
        return isMismatch(before) || claim(before, field).equals(claim(after, field));
    }

    private static boolean isMismatch(JsonNode runner) {
        return StreamSupport.stream(runner.at("/status/conditions").spliterator(), false)
                .anyMatch(condition -> condition.path("type").asText().equals("WorkspaceReady")
                        && condition.path("reason").asText().equals("ClaimMismatch"));
    }
}
