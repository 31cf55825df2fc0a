package ai.stigmer.agentrunner.model.text;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the cluster, or a program in a pod, says of an object; empty: nothing. */
public final class ReportedMessages {

    private ReportedMessages() {}

    /** The API server, of a request. */
    public static Optional<String> of(Status status) {
        return plain(status.getMessage());
    }

    /** The kubelet, which repeats what the container runtime and registries say. */
    public static Optional<String> of(ContainerStateWaiting waiting) {
        return plain(waiting.getMessage());
    }

    /** The program that ended, or the end of its log. */
    public static Optional<String> of(ContainerStateTerminated end) {
        return plain(end.getMessage());
    }

    /** The scheduler, mostly. */
    public static Optional<String> of(PodCondition condition) {
        return plain(condition.getMessage());
    }

    /** Whoever evicts. */
    public static Optional<String> of(PodStatus status) {
        return plain(status.getMessage());
    }

    /** The Deployment's controller, which repeats why a pod is refused. */
    public static Optional<String> of(DeploymentCondition condition) {
        return plain(condition.getMessage());
    }

    /** The Job's controller. */
    public static Optional<String> of(JobCondition condition) {
        return plain(condition.getMessage());
    }

    private static Optional<String> plain(@Nullable String message) {
        return Optional.ofNullable(message).map(PlainText::ofOthers);
    }
}
