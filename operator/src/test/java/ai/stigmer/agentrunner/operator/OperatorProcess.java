package ai.stigmer.agentrunner.operator;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.regex.Pattern;

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
        var operator = launch(cluster, flags);
        operator.awaitLog(Arrays.asList(flags).contains("--leader-election") ? " on port " : " started");
        return operator;
    }

    /**
     * Returns at once.
     *
     * @param flags beside those that a test needs; --as names another account than the shipped one
     */
    static OperatorProcess launch(LocalCluster cluster, String... flags) {
        try {
            var log = Files.createTempFile("operator", ".log");
            var command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                    Main.class.getName(),
                    "--kubeconfig=" + cluster.kubeconfig(),
                    "--port=0"));
            command.addAll(Arrays.asList(flags));
            if (Arrays.stream(flags).noneMatch(flag -> flag.startsWith("--as="))) {
                command.add("--as=" + ACCOUNT);
            }
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new OperatorProcess(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Until it has printed this. */
    void awaitLog(String words) {
        Eventually.isTrue("the operator says '" + words + "', see " + log, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("the operator ended: " + log());
            }
            return log().contains(words);
        });
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
        var port = Pattern.compile(" on port (\\d+)").matcher(log());
        assertThat(port.find()).as(log()).isTrue();
        return Integer.parseInt(port.group(1));
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
