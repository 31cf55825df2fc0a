package ai.stigmer.agentrunner.cli.container;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * How a container is, as its runtime says.
 *
 * @param status created, running, restarting, exited, paused or dead
 * @param exitCode of its last end; while it runs, runtimes don't tell it
 * @param outOfMemory whether that end was the kernel's doing
 * @param error why it could not be started; empty: it could
 * @param restarts how often the runtime started it again
 * @param health healthy, unhealthy, starting; empty: it has no check
 * @param checkOutput what the last check said
 */
public record ContainerState(
        String status,
        int exitCode,
        boolean outOfMemory,
        String error,
        int restarts,
        String health,
        String checkOutput) {

    /** How runtimes call a check whose command the image lacks: runc and crun. */
    private static final Pattern NO_COMMAND =
            Pattern.compile("executable file (?:`[^`]*` )?not found|no such file or directory");

    /** Whether its process lives. */
    public boolean isRunning() {
        return status.equals("running");
    }

    /**
     * The same for somebody who looks on since then: what it did before is no trouble of now.
     *
     * @param before how often it had been started again; more than now, where the runtime counts anew
     */
    public ContainerState since(int before) {
        return new ContainerState(
                status,
                exitCode,
                outOfMemory,
                error,
                restarts < before ? restarts : restarts - before,
                health,
                checkOutput);
    }

    /** Whether nothing of it runs until somebody starts it. */
    public boolean isStopped() {
        return !isRunning() && !status.equals("restarting");
    }

    /** Whether it ended by itself, once or again and again. */
    public boolean hasEnded() {
        return restarts > 0 || status.equals("exited") || status.equals("restarting") || status.equals("dead");
    }

    /** A check that says something runs, and what it asks is not yet so. */
    private boolean hasCheckCommand() {
        return !checkOutput.isBlank() && !NO_COMMAND.matcher(checkOutput).find();
    }

    /**
     * The same as a kubelet would put it.
     *
     * @param image that it runs
     * @param logs its last lines
     * @param since from when its startup counts
     */
    public ContainerStatus asPodStatus(String image, String logs, Instant since) {
        var status = new ContainerStatusBuilder()
                .withName("agent-runner")
                .withImage(image)
                .withReady(health.equals("healthy"))
                .withStarted(health.equals("healthy") || hasCheckCommand())
                .withRestartCount(restarts);
        if (isRunning() && restarts == 0) {
            status.withNewState()
                    .withNewRunning()
                    .withStartedAt(since.toString())
                    .endRunning()
                    .endState();
        } else {
            status.withNewState()
                    .withNewWaiting()
                    .withReason("CrashLoopBackOff")
                    .endWaiting()
                    .endState();
            status.withNewLastState()
                    .withNewTerminated()
                    .withExitCode(isRunning() ? null : Integer.valueOf(exitCode))
                    .withReason(outOfMemory ? "OOMKilled" : error.isEmpty() ? "Error" : "StartError")
                    .withMessage(error.isEmpty() ? logs : error)
                    .endTerminated()
                    .endLastState();
        }
        return status.build();
    }
}
