package ai.stigmer.agentrunner.operator.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where the API server has an object. */
final class ObjectPath {

    private ObjectPath() {}

    /** E.g. {@code /apis/apps/v1/namespaces/agents/deployments/demo}. */
    static String of(HasMetadata object) {
        var group = object.getApiVersion();
        return "/" + (group.contains("/") ? "apis/" : "api/") + group
                + "/namespaces/" + encoded(object.getMetadata().getNamespace())
                + "/" + object.getPlural()
                + "/" + encoded(object.getMetadata().getName());
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8);
    }
}
