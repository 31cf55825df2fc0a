package ai.stigmer.agentrunner.model.spec;

import java.util.LinkedHashMap;
import java.util.Map;

/** Labels and annotations for everything that is made, the pods among it. */
public record CommonMetadataSpec(Map<String, String> labels, Map<String, String> annotations) {

    /** Nothing is asked for. */
    public static final CommonMetadataSpec NONE = new CommonMetadataSpec(Map.of(), Map.of());

    /** The labels of an object, of which its own win; a new map. */
    public Map<String, String> withLabels(Map<String, String> own) {
        return merged(labels, own);
    }

    /** The same of annotations. */
    public Map<String, String> withAnnotations(Map<String, String> own) {
        return merged(annotations, own);
    }

    private static Map<String, String> merged(Map<String, String> common, Map<String, String> own) {
        var all = new LinkedHashMap<>(common);
        all.putAll(own);
        return all;
    }
}
