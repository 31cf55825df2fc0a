package ai.stigmer.agentrunner.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.Config;

/** Watches one namespace, for every subject alike, and gives what it sees to the lap under way. */
final class Stopwatch implements AutoCloseable {
    private final Feed runners;
    private final Feed deployments;
    private volatile Lap lap = new Lap(1, "");

    Stopwatch(Config config, String namespace) {
        runners = Feed.open(config, "/apis/stigmer.ai/v1alpha1/namespaces/" + namespace + "/agentrunners", this::saw);
        deployments = Feed.open(config, "/apis/apps/v1/namespaces/" + namespace + "/deployments", this::saw);
    }

    /** From here on, events count for this lap. */
    Lap begin(Lap next) {
        lap = next;
        return next;
    }

    private void saw(String type, JsonNode object) {
        lap.saw(type, object);
    }

    @Override
    public void close() {
        runners.close();
        deployments.close();
    }
}
