package ai.stigmer.agentrunner.model.simulation;

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
        if (!rest.equals(after.path("spec"))) {
            throw new ApiFailure(422, "spec is immutable after creation except the size of bound claims", "spec");
        }
        if (size(after).compareTo(size(before)) < 0) {
            throw new ApiFailure(422, "field can not be less than previous value", "spec.resources.requests.storage");
        }
    }

    private static BigDecimal size(ObjectNode claim) {
        return new Quantity(claim.at("/spec/resources/requests/storage").asText()).getNumericalAmount();
    }

    private static void deployment(ObjectNode after) {
        if (after.at("/spec/strategy/type").asText().equals("Recreate")
                && after.at("/spec/strategy/rollingUpdate").isObject()) {
            throw new ApiFailure(
                    422, "may not be specified when strategy type is Recreate", "spec.strategy.rollingUpdate");
        }
    }
}
