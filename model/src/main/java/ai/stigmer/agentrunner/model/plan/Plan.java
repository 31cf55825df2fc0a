package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.api.AgentRunnerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What to do about an {@link Observed}. Applying a plan twice equals applying it once.
 *
 * @param writes in this order; where one is refused, the later ones are not sent
 * @param deletes objects to delete, each with the uid that was seen
 * @param unchanged the kinds of the claim and the Deployment, where the live one is as desired
 * @param status the status as it should read once the writes have been made
 * @param statusChanged whether that status is worth a write (see {@link ai.stigmer.agentrunner.model.status.Statuses})
 * @param events Events to record after the status was written
 * @param requeueAfter when to plan again even if nothing is heard from the cluster
 */
public record Plan(
        List<Write> writes,
        List<HasMetadata> deletes,
        Set<String> unchanged,
        AgentRunnerStatus status,
        boolean statusChanged,
        List<PlannedEvent> events,
        Optional<Duration> requeueAfter) {

    public Plan {
        writes = List.copyOf(writes);
        deletes = List.copyOf(deletes);
        unchanged = Set.copyOf(unchanged);
        events = List.copyOf(events);
    }
}
