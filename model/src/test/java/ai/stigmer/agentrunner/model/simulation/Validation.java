package ai.stigmer.agentrunner.model.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;

/** What the API server refuses with 422. */
final class Validation {

    private Validation() {}

    static void check(Key key, ObjectNode before, ObjectNode after) {
        switch (key.kind()) {
            case "PersistentVolumeClaim" -> claim(before, after);
            case "Deployment" -> deployment(after);
            default -> {}
        }
    }

    private static void claim(ObjectNode before, ObjectNode after) {
        var bound = before.at("/status/phase").asText().equals("Bound");
        var rest = before.path("spec").deepCopy();
        if (bound && rest instanceof ObjectNode spec) {
            spec.set("resources", after.at("/spec/resources"));
        }
        // One that waits for a default class may be given another.
        if (!bound && rest instanceof ObjectNode spec && !spec.has("storageClassName")) {
            spec.set("storageClassName", after.at("/spec/storageClassName"));
        }
        if (!rest.equals(after.path("spec"))) {
            throw new ApiFailure(422, "spec is immutable after creation except the size of bound claims", "spec");
        }
        // What was asked for and not granted may be taken back.
        if (size(after).compareTo(size(before)) < 0
                && size(after).compareTo(amount(before.at("/status/capacity/storage"))) <= 0) {
            throw new ApiFailure(422, "field can not be less than status.capacity", "spec.resources.requests.storage");
        }
    }

    private static BigDecimal size(ObjectNode claim) {
        return amount(claim.at("/spec/resources/requests/storage"));
    }

    private static BigDecimal amount(JsonNode quantity) {
        return new Quantity(quantity.asText()).getNumericalAmount();
    }

    private static void deployment(ObjectNode after) {
        if (after.at("/spec/strategy/type").asText().equals("Recreate")
                && after.at("/spec/strategy/rollingUpdate").isObject()) {
            throw new ApiFailure(
                    422, "may not be specified when strategy type is Recreate", "spec.strategy.rollingUpdate");
        }
    }
}
