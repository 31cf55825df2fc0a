package ai.stigmer.agentrunner.operator;

import ai.stigmer.agentrunner.testing.Eventually;
import ai.stigmer.agentrunner.testing.LocalCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real operator in a process of its own, with no rights but the shipped ones. */
final class OperatorProcess implements AutoCloseable {
    static final String ACCOUNT = "system:serviceaccount:agentrunner-system:agentrunner-operator";
    private static final long STOP_SECONDS = 30;

    private final Process process;
    private final Path log;

    private OperatorProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Returns once it works, or as a standby waits for the lease. */
    static OperatorProcess start(LocalCluster cluster, String... flags) {
        try {
            var log = Files.createTempFile("operator", ".log");
            var command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                    Main.class.getName(),
                    "--kubeconfig=" + cluster.kubeconfig(),
                    "--as=" + ACCOUNT,
                    "--port=0"));
            command.addAll(Arrays.asList(flags));
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            var operator = new OperatorProcess(process, log);
            var sign = command.contains("--leader-election") ? " on port " : " started";
            Eventually.isTrue("the operator starts, see " + log, () -> {
                if (!process.isAlive()) {
                    throw new IllegalStateException("the operator ended: " + operator.log());
                }
                return operator.log().contains(sign);
            });
            return operator;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it has printed so far. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where /livez, /readyz and /metrics are. */
    int port() {
        var line = log().lines()
                .filter(text -> text.contains(" on port "))
                .findFirst()
                .orElseThrow();
        return Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM, as Kubernetes stops a pod. */
    @Override
    public void close() {
        process.destroy();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the operator did not end within " + STOP_SECONDS + " s: " + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
