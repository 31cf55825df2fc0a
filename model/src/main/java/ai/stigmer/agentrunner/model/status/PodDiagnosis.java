package ai.stigmer.agentrunner.model.status;

import ai.stigmer.agentrunner.model.Messages;
import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.render.Names;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import ai.stigmer.agentrunner.model.text.ReportedMessages;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Why one pod doesn't serve. */
final class PodDiagnosis {
    private static final Set<String> PULL = Set.of("ErrImagePull", "ImagePullBackOff", "RegistryUnavailable");
    private static final Set<String> INVALID_IMAGE = Set.of("InvalidImageName", "ErrImageNeverPull");
    private static final Set<String> CONFIG = Set.of("CreateContainerConfigError", "CreateContainerError");

    /** How the runtimes call an end before the beginning: containerd, and CRI-O and dockershim. */
    private static final Set<String> NOT_STARTED = Set.of("StartError", "ContainerCannotRun");

    /** A node may just be joining: the scheduler tries again by itself. */
    private static final Duration SCHEDULING = Duration.ofSeconds(10);

    /**
     * A claim whose class binds it at once is bound after its pod was looked at first. With some hundred at a time that takes
     * half a minute: the controller manager makes 20 requests a second (its --kube-api-qps).
     */
    private static final Duration BINDING = Duration.ofSeconds(30);

    /** What tells most in a condition's one line. */
    private static final int MESSAGE_CHARACTERS = 400;

    private PodDiagnosis() {}

    static Optional<Finding> of(Pod pod, RunnerSpec spec, Optional<PersistentVolumeClaim> workspace, Instant now) {
        if (pod.getStatus() == null || isReady(pod)) {
            return Optional.empty();
        }
        return unschedulable(pod)
                .filter(message -> schedulingGrace(pod, now).isEmpty())
                .filter(message -> !PodClaims.isOutdated(message, pod, spec, workspace))
                .map(message -> unschedulable(message, pod, spec))
                .or(() -> containers(pod)
                        .flatMap(container -> of(container, pod, spec).stream())
                        .findFirst());
    }

    static boolean isReady(Pod pod) {
        return Stream.ofNullable(pod.getStatus())
                .flatMap(status -> status.getConditions().stream())
                .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
    }

    /** Time left until it is told that a new pod is not scheduled; empty: none, or it is. */
    static Optional<Duration> schedulingGrace(Pod pod, Instant now) {
        return unschedulable(pod)
                .map(message -> message.isAboutUnboundClaim() ? BINDING : SCHEDULING)
                .flatMap(grace -> Optional.ofNullable(pod.getMetadata().getCreationTimestamp())
                        .map(created ->
                                Duration.between(now, Instant.parse(created).plus(grace))))
                .filter(Duration::isPositive);
    }

    /** Why the scheduler finds no node for a pod; empty: it does, or has yet to look for one. */
    static Optional<SchedulerMessage> unschedulable(Pod pod) {
        return Optional.ofNullable(pod.getStatus()).stream()
                .flatMap(status -> status.getConditions().stream())
                .filter(c -> "PodScheduled".equals(c.getType())
                        && "False".equals(c.getStatus())
                        && "Unschedulable".equals(c.getReason()))
                .findFirst()
                .map(condition ->
                        SchedulerMessage.of(ReportedMessages.of(condition).orElse("")));
    }

    private static Finding unschedulable(SchedulerMessage message, Pod pod, RunnerSpec spec) {
        return message.isAboutClaim()
                ? PodClaims.unusable(message, pod, spec)
                : Finding.waiting(
                        Reason.Unschedulable,
                        "no node fits the pod: " + message.summary() + "; see " + Commands.describePods(spec));
    }

    /** The statuses of its containers, the init containers first; for a pod that has a status. */
    static Stream<ContainerStatus> containers(Pod pod) {
        return Stream.concat(
                pod.getStatus().getInitContainerStatuses().stream(), pod.getStatus().getContainerStatuses().stream());
    }

    private static Optional<Finding> of(ContainerStatus container, Pod pod, RunnerSpec spec) {
        var waiting = Optional.ofNullable(container.getState()).map(ContainerState::getWaiting);
        return waiting.flatMap(state -> ofWaiting(container, state, spec)).or(() -> crash(container, pod, spec));
    }

    private static Optional<Finding> ofWaiting(
            ContainerStatus container, ContainerStateWaiting waiting, RunnerSpec spec) {
        var reason = waiting.getReason() == null ? "" : waiting.getReason();
        var words = ReportedMessages.of(waiting).map(PodDiagnosis::shorten).orElse(reason);
        if (PULL.contains(reason)) {
            return Optional.of(Finding.broken(
                    Reason.ImagePullFailed,
                    "image " + container.getImage()
                            + " can't be pulled: check spec.version, spec.image and its pullSecrets; see "
                            + Commands.describePods(spec)));
        }
        if (INVALID_IMAGE.contains(reason)) {
            return Optional.of(Finding.broken(
                    Reason.InvalidImage,
                    "image " + container.getImage() + " can't be used (" + words
                            + "): check spec.version and spec.image"));
        }
        if (CONFIG.contains(reason)) {
            return Optional.of(Finding.waiting(
                    Reason.ContainerConfigError,
                    "container " + container.getName() + " can't be created: " + words
                            + "; create what is missing, the pod then starts by itself"));
        }
        return Optional.empty();
    }

    /** The last crash counts until the container is ready again: between two it runs for a while. */
    private static Optional<Finding> crash(ContainerStatus container, Pod pod, RunnerSpec spec) {
        if (Boolean.TRUE.equals(container.getReady())) {
            return Optional.empty();
        }
        return ends(container)
                .filter(end -> ProbeGrace.endedByStartup(pod, container, end, spec))
                .findFirst()
                .map(end -> ProbeFailure.restarted(spec))
                .or(() -> ends(container)
                        .filter(end -> end.getExitCode() == null || end.getExitCode() != 0)
                        .findFirst()
                        .or(() -> backOff(container))
                        .map(end -> crashed(container, end, spec)));
    }

    private static Stream<ContainerStateTerminated> ends(ContainerStatus container) {
        return Stream.of(container.getState(), container.getLastState())
                .filter(state -> state != null && state.getTerminated() != null)
                .map(ContainerState::getTerminated);
    }

    /** Restarted over and over though it ends with 0: a worker must not end. */
    private static Optional<ContainerStateTerminated> backOff(ContainerStatus container) {
        return Optional.ofNullable(container.getState())
                .map(ContainerState::getWaiting)
                .filter(waiting -> "CrashLoopBackOff".equals(waiting.getReason()))
                .map(waiting -> Optional.ofNullable(container.getLastState())
                        .map(ContainerState::getTerminated)
                        .orElseGet(ContainerStateTerminated::new));
    }

    private static Finding crashed(ContainerStatus container, ContainerStateTerminated end, RunnerSpec spec) {
        if (end.getReason() != null && NOT_STARTED.contains(end.getReason())) {
            return Finding.broken(
                    Reason.CrashLooping,
                    "container " + container.getName() + " can't be started: " + words(end)
                            + "; check its command, and that the image contains it; see "
                            + Commands.describePods(spec));
        }
        var message = "container " + container.getName()
                + (end.getExitCode() == null ? " keeps exiting" : " exited with code " + end.getExitCode())
                + (end.getReason() == null ? "" : " (" + end.getReason() + ")")
                + hint(container, end, spec)
                + ReportedMessages.of(end)
                        .filter(words -> !words.isBlank())
                        .map(words -> ": " + shorten(CrashMessage.of(words)))
                        .orElse("")
                + "; see " + Commands.logs(spec)
                + (Names.CONTAINER.equals(container.getName()) ? "" : " -c " + container.getName());
        return Finding.broken(Reason.CrashLooping, message);
    }

    /** What the runtime says first, e.g. "failed to create task", says nothing. */
    private static String words(ContainerStateTerminated end) {
        var message = ReportedMessages.of(end)
                .map(words -> shorten(CrashMessage.of(words)))
                .orElseGet(() -> "exit code " + end.getExitCode());
        var cause = message.indexOf("exec: ");
        return cause < 0 ? message : message.substring(cause + "exec: ".length());
    }

    private static String hint(ContainerStatus container, ContainerStateTerminated end, RunnerSpec spec) {
        if ("OOMKilled".equals(end.getReason())) {
            return ", out of memory: raise " + ResourceField.of(container.getName(), "limits.memory", spec);
        }
        return switch (end.getExitCode()) {
            case 0 -> ", but is meant to keep running";
            case 137 -> ", killed by a failing startup or liveness probe or by its node";
            case 143 -> ", stopped by a failing startup or liveness probe or by its node";
            case null, default -> "";
        };
    }

    private static String shorten(String message) {
        return Messages.shorten(message, MESSAGE_CHARACTERS);
    }
}
