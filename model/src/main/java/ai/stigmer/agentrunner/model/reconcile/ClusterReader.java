package ai.stigmer.agentrunner.model.reconcile;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.NamespacedName;
import ai.stigmer.agentrunner.model.plan.Observed;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.stream.Stream;

/** The caches of what is watched: they may lag behind the cluster. */
public interface ClusterReader {

    /** What is known of one AgentRunner. Its build is not admitted: {@link BuildAdmission} decides that. */
    Observed observe(AgentRunner runner);

    /** Whether there is still an AgentRunner of that name. */
    boolean exists(NamespacedName runner);

    /** The Jobs of all builds. */
    Stream<Job> buildJobs();
}
