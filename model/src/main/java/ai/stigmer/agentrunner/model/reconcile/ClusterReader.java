package ai.stigmer.agentrunner.model.reconcile;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.NamespacedName;
import ai.stigmer.agentrunner.model.plan.Observed;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Optional;
import java.util.stream.Stream;

/** The caches of what is watched: they may lag behind the cluster. */
public interface ClusterReader {

    /** What is known of one AgentRunner. Its build's turn is pending: {@link BuildAdmission} decides that. */
    Observed observe(AgentRunner runner);

    /** The uid of the AgentRunner of that name; empty: there is none. */
    Optional<String> uid(NamespacedName runner);

    /** Whether there is still an AgentRunner of that name. */
    default boolean exists(NamespacedName runner) {
        return uid(runner).isPresent();
    }

    /** All Jobs that carry the label of builds, whoever made them. */
    Stream<Job> buildJobs();
}
