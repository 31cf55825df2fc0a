package ai.stigmer.agentrunner.cli.manifest;

import ai.stigmer.agentrunner.api.AgentRunner;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A document that is an AgentRunner, or wants to be one. */
public final class RunnerDocument {
    /** Where a manifest names no namespace, as with kubectl. */
    public static final String NAMESPACE = "default";

    /** To make it takes as long as to read a file. */
    private static final class Reader {
        static final ObjectReader RUNNER = JsonMapper.builder()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .addModule(LazyDeserializers.module())
                .build()
                .readerFor(AgentRunner.class);

        private Reader() {}
    }

    private RunnerDocument() {}

    /** Begins to make what {@link #runner} needs once, beside the caller, who has to read and check the first file. */
    public static void prepare() {
        Thread.ofPlatform().daemon().start(() -> Objects.requireNonNull(Reader.RUNNER));
    }

    /** Whether there may be more than that many mistakes, which were not looked for. */
    public static boolean isMost(int mistakes) {
        return mistakes >= Structure.MOST;
    }

    /** All, or very many, for which an API server would refuse to create it; empty: it would take it. */
    public static List<Mistake> mistakes(YamlDocument document) {
        var mistakes = new ArrayList<>(MetadataCheck.check(document.tree()));
        mistakes.addAll(Schema.mistakesAsTold(document.tree()));
        return mistakes;
    }

    /**
     * What it says, in a namespace.
     *
     * @throws JsonProcessingException where it is no AgentRunner that an API server would take
     */
    public static AgentRunner runner(YamlDocument document) throws JsonProcessingException {
        return runner(document.tree(), NAMESPACE);
    }

    /**
     * The same of a tree, which may also be a cluster's.
     *
     * @param namespace where it names none
     * @throws JsonProcessingException where it is no AgentRunner that an API server would take
     */
    public static AgentRunner runner(JsonNode tree, String namespace) throws JsonProcessingException {
        var known = NullFields.removed(tree, Schema.Definition.ROOT);
        var runner = Reader.RUNNER.treeToValue(known, AgentRunner.class);
        if (runner.getMetadata().getNamespace() == null) {
            runner.getMetadata().setNamespace(namespace);
        }
        return runner;
    }

    /** What the CustomResourceDefinition says of an AgentRunner's fields. */
    public static JsonNode schema() {
        return Schema.Definition.ROOT;
    }
}
