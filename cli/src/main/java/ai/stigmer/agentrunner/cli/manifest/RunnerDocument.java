package ai.stigmer.agentrunner.cli.manifest;

import ai.stigmer.agentrunner.api.AgentRunner;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;

/** A document that is an AgentRunner, or wants to be one. */
public final class RunnerDocument {
    public static final String API_VERSION = "stigmer.ai/v1alpha1";

    public static final String KIND = "AgentRunner";

    /** Where a manifest names no namespace, as with kubectl. */
    static final String NAMESPACE = "default";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private RunnerDocument() {}

    /** All for which an API server would refuse to create it; empty: it would take it. */
    public static List<Mistake> mistakes(YamlDocument document, Conditions conditions) {
        var mistakes = new ArrayList<>(MetadataCheck.check(document.tree()));
        mistakes.addAll(Schema.mistakesAsTold(document.tree(), conditions));
        return mistakes;
    }

    /**
     * What it says, in a namespace.
     *
     * @throws JsonProcessingException where it is no AgentRunner that an API server would take
     */
    public static AgentRunner runner(YamlDocument document) throws JsonProcessingException {
        var runner = JSON.treeToValue(NullFields.removed(document.tree(), Schema.Definition.ROOT), AgentRunner.class);
        if (runner.getMetadata().getNamespace() == null) {
            runner.getMetadata().setNamespace(NAMESPACE);
        }
        return runner;
    }
}
