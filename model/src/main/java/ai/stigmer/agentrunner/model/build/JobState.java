package ai.stigmer.agentrunner.model.build;

import ai.stigmer.agentrunner.model.text.ReportedMessages;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** How far a build's Job is. */
public sealed interface JobState {
    /** How the kubelet begins where a node's disk space is why it evicts a pod (pkg/kubelet/eviction/helpers.go). */
    Pattern NODE_FULL = Pattern.compile("^The node was low on resource: (?:ephemeral-storage|inodes)");

    /** The same where the pod used more than its own limit, which bounds its volumes, too. */
    Pattern LIMIT_REACHED = Pattern.compile("^(?:Pod ephemeral local storage usage exceeds "
            + "|Container \\S+ exceeded its local ephemeral storage limit "
            + "|Usage of EmptyDir volume \"[^\"]*\" exceeds )");

    /** What to do then. */
    String RAISE_DISK_LIMIT =
            "raise spec.build.resources.limits.ephemeral-storage, or let the build write less to its disk";

    /** The type of a Job's condition (k8s.io/api/batch/v1). */
    String SUSPENDED = "Suspended";

    /**
     * It is under way.
     *
     * @param hasPod whether the Job controller has created a pod: the Job itself doesn't tell why it could not
     * @param obstacle what keeps its pod from starting, in the cluster's words
     * @param waitingSince since when there is no pod, or none that a node has taken; empty: one has
     * @param failedTries that were made before
     * @param lastTry the last of them
     */
    record Running(
            boolean hasPod,
            Optional<String> obstacle,
            Optional<Instant> waitingSince,
            int failedTries,
            Optional<Failed> lastTry)
            implements JobState {
        /** The same state, with a finding that keeps the Job from going on. */
        public Running with(String obstacle) {
            return new Running(hasPod, Optional.of(obstacle), waitingSince, failedTries, lastTry);
        }

        public static final Running WELL = new Running(true, Optional.empty(), Optional.empty(), 0, Optional.empty());
    }

    /**
     * It is suspended.
     *
     * @param isAtRest whether the Job controller has seen to that, and no pod is left that could still be given a node
     */
    record Suspended(boolean isAtRest) implements JobState {}

    /** An image was pushed. */
    record Succeeded(String digest, Optional<String> commit, Optional<String> completionTime) implements JobState {}

    /**
     * It ended without one.
     *
     * @param words what went wrong, or what the cluster says
     * @param fix what to do about it, where the words tell
     */
    record Failed(BuildReason reason, String words, Optional<String> fix, Optional<String> completionTime)
            implements JobState {
        /** Its pod has told nothing. */
        public boolean isWithoutWords() {
            return reason == BuildReason.ResultLost || reason == BuildReason.Unknown;
        }
    }

    /** Whether it has not ended. */
    default boolean mayGoOn() {
        return this instanceof Running || this instanceof Suspended;
    }

    /** Whether nothing of it runs yet, since no node has its pod. */
    default boolean isWaiting() {
        return this instanceof Running running && running.waitingSince().isPresent();
    }

    /** Whether it is to have no pods for now. */
    static boolean isSuspended(Job job) {
        return job.getSpec() != null && Boolean.TRUE.equals(job.getSpec().getSuspend());
    }

    /** Its pods may still come and go; it may have made its image already. */
    static boolean isUnderWay(Job job) {
        return condition(job, "Complete").isEmpty() && condition(job, "Failed").isEmpty();
    }

    /**
     * Reads it off the Job and its pods.
     *
     * @param pods of any build
     */
    static JobState of(Job job, List<Pod> pods) {
        var own = pods.stream().filter(pod -> isOf(pod, job)).toList();
        // Not when the Job is complete: that is told two seconds later.
        var success = own.stream().flatMap(pod -> end(pod).stream()).flatMap(end -> succeeded(end).stream());
        return success.findFirst().orElseGet(() -> withoutImage(job, own));
    }

    private static Optional<JobState> succeeded(ContainerStateTerminated end) {
        return end.getExitCode() == 0
                        && BuildTermination.of(end) instanceof BuildTermination.Built(var digest, var commit)
                ? Optional.of(new Succeeded(digest, commit, Optional.ofNullable(end.getFinishedAt())))
                : Optional.empty();
    }

    private static JobState withoutImage(Job job, List<Pod> pods) {
        if (condition(job, "Complete").isPresent()) {
            return new Failed(
                    BuildReason.ResultLost,
                    "the build's pod was removed before its result was read",
                    Optional.empty(),
                    Optional.ofNullable(job.getStatus().getCompletionTime()));
        }
        return condition(job, "Failed")
                .<JobState>map(failed -> failed(failed, latest(pods)))
                .orElseGet(() -> isSuspended(job) ? suspended(job, pods) : running(job, pods));
    }

    private static Suspended suspended(Job job, List<Pod> pods) {
        return new Suspended(
                condition(job, SUSPENDED).isPresent() && pods.stream().allMatch(JobState::hasEnded));
    }

    private static boolean hasEnded(Pod pod) {
        return pod.getStatus() != null
                && Set.of("Succeeded", "Failed").contains(pod.getStatus().getPhase());
    }

    private static Running running(Job job, List<Pod> pods) {
        var failed = pods.stream().filter(JobState::hasFailedATry).toList();
        return new Running(
                !pods.isEmpty(),
                latest(pods).flatMap(JobState::obstacle),
                pods.isEmpty() ? beginning(job) : latest(pods).flatMap(JobState::unscheduledSince),
                failed.size(),
                latest(failed).map(pod -> ofPod(Optional.of(pod), "its pod failed", Optional.empty())));
    }

    /** When it began, or was resumed last; empty: the Job controller doesn't know yet that it was. */
    private static Optional<Instant> beginning(Job job) {
        return condition(job, SUSPENDED).isPresent()
                ? Optional.empty()
                : Optional.ofNullable(job.getStatus())
                        .map(JobStatus::getStartTime)
                        .or(() -> Optional.ofNullable(job.getMetadata().getCreationTimestamp()))
                        .map(Instant::parse);
    }

    private static Optional<Instant> unscheduledSince(Pod pod) {
        return unscheduled(pod)
                .map(PodCondition::getLastTransitionTime)
                .or(() -> unscheduled(pod).map(condition -> pod.getMetadata().getCreationTimestamp()))
                .map(Instant::parse);
    }

    private static Optional<PodCondition> unscheduled(Pod pod) {
        return Optional.ofNullable(pod.getStatus()).stream()
                .flatMap(status -> status.getConditions().stream())
                .filter(condition ->
                        "PodScheduled".equals(condition.getType()) && "False".equals(condition.getStatus()))
                .findFirst();
    }

    /** One that was disrupted costs no try, and of a wrong input the Job is told to have failed in a moment. */
    private static boolean hasFailedATry(Pod pod) {
        var isDisrupted = pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "DisruptionTarget".equals(condition.getType()) && "True".equals(condition.getStatus()));
        var code = end(pod).map(ContainerStateTerminated::getExitCode).orElse(0);
        return !isDisrupted && code != 0 && !BuildJobRenderer.FINAL.contains(code);
    }

    private static Optional<Pod> latest(List<Pod> pods) {
        return pods.stream().max(Comparator.comparing(pod -> Optional.ofNullable(
                        pod.getMetadata().getCreationTimestamp())
                .orElse("")));
    }

    private static Failed failed(JobCondition condition, Optional<Pod> latest) {
        var at = Optional.ofNullable(condition.getLastTransitionTime());
        var words = ReportedMessages.of(condition).orElse("the Job failed");
        if ("DeadlineExceeded".equals(condition.getReason())) {
            var before = latest.flatMap(JobState::end)
                    .flatMap(JobState::failure)
                    .map(failure -> ": " + failure.words())
                    .orElse("");
            return new Failed(BuildReason.Deadline, words + before, Optional.empty(), at);
        }
        return ofPod(latest, words, at);
    }

    private static Failed ofPod(Optional<Pod> pod, String words, Optional<String> at) {
        var evicted = pod.map(Pod::getStatus)
                .filter(status -> "Evicted".equals(status.getReason()))
                .map(status -> ReportedMessages.of(status).orElse(words));
        if (evicted.isPresent()) {
            return evicted(evicted.get(), at);
        }
        var end = pod.flatMap(JobState::end);
        var told = end.flatMap(JobState::failure);
        // The reason is given to a container of which any process was killed, though its first one could still tell.
        if (end.filter(e -> "OOMKilled".equals(e.getReason())).isPresent()) {
            var step = told.map(BuildFailure::words).orElse("out of memory");
            return new Failed(BuildReason.Memory, step, Optional.empty(), at);
        }
        return told.map(failure -> new Failed(failure.reason(), failure.words(), Optional.of(failure.fix()), at))
                .orElseGet(() -> new Failed(
                        BuildReason.Unknown,
                        end.flatMap(ReportedMessages::of)
                                .filter(message -> !message.isBlank())
                                .or(() -> pod.map(Pod::getStatus).flatMap(ReportedMessages::of))
                                .orElse(words),
                        Optional.empty(),
                        at));
    }

    private static Failed evicted(String message, Optional<String> at) {
        if (LIMIT_REACHED.matcher(message).lookingAt()) {
            return new Failed(BuildReason.Disk, message, Optional.of(RAISE_DISK_LIMIT), at);
        }
        var reason = NODE_FULL.matcher(message).lookingAt() ? BuildReason.Disk : BuildReason.Evicted;
        return new Failed(reason, message, Optional.empty(), at);
    }

    private static Optional<BuildFailure> failure(ContainerStateTerminated end) {
        return BuildTermination.of(end) instanceof BuildTermination.Failed(var stage, var log)
                ? Optional.of(BuildFailure.of(stage, log))
                : Optional.empty();
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
        return waiting.or(() -> unscheduled(pod).flatMap(ReportedMessages::of));
    }

    private static String words(ContainerStateWaiting waiting) {
        return waiting.getReason()
                + ReportedMessages.of(waiting).map(words -> ": " + words).orElse("");
    }

    private static Optional<JobCondition> condition(Job job, String type) {
        return Optional.ofNullable(job.getStatus()).stream()
                .flatMap(status -> status.getConditions().stream())
                .filter(condition -> type.equals(condition.getType()) && "True".equals(condition.getStatus()))
                .findFirst();
    }
}
