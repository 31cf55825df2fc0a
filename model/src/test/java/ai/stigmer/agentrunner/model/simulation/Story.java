package ai.stigmer.agentrunner.model.simulation;

import ai.stigmer.agentrunner.model.plan.Write;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** An object in a few words. */
final class Story {
    private static final List<String> TOLD = List.of(
            "/spec/version",
            "/spec/build/source/inline/files/Dockerfile",
            "/spec/replicas",
            "/spec/suspend",
            "/spec/strategy/type",
            "/spec/template/spec/containers/0/image",
            "/spec/resources/requests/storage",
            "/spec/minAvailable",
            "/metadata/ownerReferences/0/uid",
            "/metadata/annotations/stigmer.ai~1replicas-before-suspend");

    private Story() {}

    static String content(ObjectNode object) {
        var words = new ArrayList<String>();
        for (var pointer : TOLD) {
            var value = object.at(pointer);
            if (!value.isMissingNode()) {
                words.add(pointer.substring(pointer.lastIndexOf('/') + 1) + " " + value.asText());
            }
        }
        return String.join(", ", words);
    }

    static String preconditions(Write write) {
        var uid = write.object().getMetadata().getUid();
        return (write.mustCreate() ? ", if there is none," : "") + (uid == null ? "" : ", uid " + uid + ",");
    }

    static String status(ObjectNode status) {
        return "generation " + status.path("observedGeneration").asText() + ", "
                + status.path("phase").asText() + ", " + ready(status);
    }

    /** Ready's status and reason. */
    static String ready(ObjectNode status) {
        for (var condition : status.path("conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition.path("status").asText() + " "
                        + condition.path("reason").asText();
            }
        }
        return "Unknown";
    }
}
