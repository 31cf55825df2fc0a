package ai.stigmer.agentrunner.cli.diff;

import ai.stigmer.agentrunner.cli.Failure;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An API server that is asked for objects, and for nothing else. */
public interface Cluster {

    /** What it says of one object. */
    sealed interface Answer {}

    /** As it is. */
    record Found(ObjectNode object) implements Answer {}

    /** There is none, nor perhaps any such kind. */
    record Absent() implements Answer {}

    /**
     * It may not be read.
     *
     * @param words the API server's
     */
    record Forbidden(String words) implements Answer {}

    /**
     * Asks for one object, or a list.
     *
     * @param path of the request, e.g. {@code /api/v1/namespaces/agents/configmaps/settings}
     * @throws Failure where no answer comes, or one that says nothing of the object
     */
    Answer get(String path);
}
