package ai.stigmer.agentrunner.operator.apply;

import ai.stigmer.agentrunner.model.apply.ConvergenceLoop;
import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.Plan;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.Function;

/** The parts that write, put together. */
public record Writing(ConvergenceLoop rounds, StatusWriter statuses, EventRecorder events) {

    /**
     * Puts them together.
     *
     * @param instance this replica's name, for Events
     * @param replies takes what the API server answers to the writes of a plan
     */
    public static Writing of(
            KubernetesClient client,
            Function<Observed, Plan> planner,
            Clock clock,
            String instance,
            Consumer<HasMetadata> replies,
            WriteMetrics metrics) {
        var events = new EventRecorder(client, clock, instance, metrics);
        return new Writing(
                new ConvergenceLoop(planner, new Requests(client, replies, metrics)),
                new StatusWriter(client, events, metrics),
                events);
    }
}
