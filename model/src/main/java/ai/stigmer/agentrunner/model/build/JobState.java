package ai.stigmer.agentrunner.model.build;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** How far a build's Job is. */
public sealed interface JobState {

    /**
     * It is under way.
     *
     * @param obstacle what keeps its pod from starting, in the cluster's words
     */
    record Running(Optional<String> obstacle) implements JobState {}

    /** It made an image. */
    record Succeeded(String digest, Optional<String> commit, Optional<String> completionTime) implements JobState {}

    /**
     * It ended without one.
     *
     * @param failure its class, e.g. Dockerfile
     * @param words what went wrong, or what the cluster says
     * @param fix what to do about it, where the words tell
     */
    record Failed(String failure, String words, Optional<String> fix, Optional<String> completionTime)
            implements JobState {
        static final String LOST = "ResultLost";
        static final String UNKNOWN = "Unknown";

        /** Its pod has told nothing. */
        public boolean isWithoutWords() {
            return failure.equals(LOST) || failure.equals(UNKNOWN);
        }
    }

    /** Its pods may still come and go. */
    static boolean isUnderWay(Job job) {
        return condition(job, "Complete").isEmpty() && condition(job, "Failed").isEmpty();
    }

    /**
     * Reads it off the Job and its pods.
     *
     * @param pods of any build
     */
    static JobState of(Job job, List<Pod> pods) {
        var latest = pods.stream().filter(pod -> isOf(pod, job)).max(Comparator.comparing(pod -> Optional.ofNullable(
                        pod.getMetadata().getCreationTimestamp())
                .orElse("")));
        var complete = condition(job, "Complete");
        if (complete.isPresent()) {
            return complete(job, pods.stream().filter(pod -> isOf(pod, job)));
        }
        return condition(job, "Failed")
                .<JobState>map(failed -> failed(failed, latest))
                .orElseGet(() -> new Running(latest.flatMap(JobState::obstacle)));
    }

    private static JobState complete(Job job, Stream<Pod> pods) {
        var at = Optional.ofNullable(job.getStatus().getCompletionTime());
        return pods.flatMap(pod -> end(pod).stream())
                .map(end -> result(end.getMessage()))
                .filter(result -> result.hasNonNull("digest"))
                .findFirst()
                .<JobState>map(result -> new Succeeded(
                        result.get("digest").asText(),
                        Optional.of(result.path("commit").asText()).filter(commit -> !commit.isEmpty()),
                        at))
                .orElseGet(() -> new Failed(
                        Failed.LOST, "the build's pod was removed before its result was read", Optional.empty(), at));
    }

    private static Failed failed(JobCondition condition, Optional<Pod> latest) {
        var at = Optional.ofNullable(condition.getLastTransitionTime());
        var words = Optional.ofNullable(condition.getMessage()).orElse("the Job failed");
        var end = latest.flatMap(JobState::end);
        var told = end.map(e -> result(e.getMessage()))
                .filter(result -> result.hasNonNull("failure"))
                .map(result -> BuildFailure.of(
                        result.get("failure").asText(), result.path("message").asText()));
        if ("DeadlineExceeded".equals(condition.getReason())) {
            var before = told.map(failure -> ": " + failure.words()).orElse("");
            return new Failed("Deadline", words + before, Optional.empty(), at);
        }
        var evicted = latest.map(Pod::getStatus)
                .filter(status -> "Evicted".equals(status.getReason()))
                .map(status -> Optional.ofNullable(status.getMessage()).orElse(words));
        if (evicted.isPresent()) {
            var isFull = evicted.get().contains("ephemeral") || evicted.get().contains("disk");
            return new Failed(isFull ? "Disk" : "Evicted", evicted.get(), Optional.empty(), at);
        }
        // The reason is given to a container of which any process was killed, though its first one could still tell.
        if (end.filter(e -> "OOMKilled".equals(e.getReason())).isPresent()) {
            var step = told.map(BuildFailure::words).orElse("out of memory");
            return new Failed(BuildFailure.Kind.Memory.name(), step, Optional.empty(), at);
        }
        return told.map(failure -> new Failed(failure.kind().name(), failure.words(), Optional.of(failure.fix()), at))
                .orElseGet(() -> new Failed(
                        Failed.UNKNOWN,
                        end.map(ContainerStateTerminated::getMessage)
                                .filter(message -> !message.isBlank())
                                .or(() -> latest.map(pod -> pod.getStatus().getMessage()))
                                .orElse(words),
                        Optional.empty(),
                        at));
    }

    private static boolean isOf(Pod pod, Job job) {
        return pod.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> job.getMetadata().getUid().equals(owner.getUid()));
    }

    private static Optional<ContainerStateTerminated> end(Pod pod) {
        return container(pod).map(ContainerStatus::getState).map(ContainerState::getTerminated);
    }

    private static Optional<ContainerStatus> container(Pod pod) {
        return Optional.ofNullable(pod.getStatus()).flatMap(status -> status.getContainerStatuses().stream()
                .filter(container -> BuildJobRenderer.CONTAINER.equals(container.getName()))
                .findFirst());
    }

    /** Of those that last: a container is being created for a moment in any case. */
    private static Optional<String> obstacle(Pod pod) {
        var waiting = container(pod)
                .map(ContainerStatus::getState)
                .map(ContainerState::getWaiting)
                .filter(state -> state.getReason() != null
                        && !Set.of("ContainerCreating", "PodInitializing").contains(state.getReason()))
                .map(JobState::words);
        return waiting.or(() -> Optional.ofNullable(pod.getStatus()).stream()
                .flatMap(status -> status.getConditions().stream())
                .filter(condition -> "PodScheduled".equals(condition.getType())
                        && "False".equals(condition.getStatus())
                        && condition.getMessage() != null)
                .map(PodCondition::getMessage)
                .findFirst());
    }

    private static String words(ContainerStateWaiting waiting) {
        return waiting.getReason() + (waiting.getMessage() == null ? "" : ": " + waiting.getMessage());
    }

    private static Optional<JobCondition> condition(Job job, String type) {
        return Optional.ofNullable(job.getStatus()).stream()
                .flatMap(status -> status.getConditions().stream())
                .filter(condition -> type.equals(condition.getType()) && "True".equals(condition.getStatus()))
                .findFirst();
    }

    private static JsonNode result(String message) {
        try {
            return new ObjectMapper().readTree(message == null ? "" : message);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
