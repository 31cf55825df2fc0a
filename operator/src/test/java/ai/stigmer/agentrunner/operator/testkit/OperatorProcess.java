package ai.stigmer.agentrunner.operator.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.Main;
import ai.stigmer.agentrunner.testing.Eventually;
import ai.stigmer.agentrunner.testing.LocalCluster;
import ai.stigmer.agentrunner.testing.Repository;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The real operator in a process of its own, with no rights but the shipped ones. */
public final class OperatorProcess implements AutoCloseable {
    public static final String ACCOUNT = "system:serviceaccount:agentrunner-system:agentrunner-operator";
    /** A flag for tests whose AgentRunners have NetworkPolicies. */
    public static final String NETWORK_POLICIES = "--policy-allow-network-policies";

    private static final long STOP_SECONDS = 30;

    private final Process process;
    private final Path log;

    private OperatorProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Whether it made a request that the API server recorded. */
    public static boolean isBehind(JsonNode request) {
        return ACCOUNT.equals(request.at("/impersonatedUser/username").asText());
    }

    /** The same flags for one that acts at once. */
    public static String[] withoutElection(String... flags) {
        return Stream.of(flags)
                .filter(flag -> !flag.equals("--leader-election"))
                .toArray(String[]::new);
    }

    /** Returns once it works, or as a standby waits for the lease. */
    public static OperatorProcess start(LocalCluster cluster, String... flags) {
        return new Launch(cluster.kubeconfig()).with(flags).start();
    }

    /**
     * Returns at once.
     *
     * @param flags beside those that a test needs; --as names another account than the shipped one
     */
    public static OperatorProcess launch(LocalCluster cluster, String... flags) {
        return new Launch(cluster.kubeconfig()).with(flags).launch();
    }

    /**
     * How to start one.
     *
     * @param before the program that is to start java, and its arguments; mostly empty
     * @param java flags of the JVM
     * @param output where its log goes; empty: into a file of its own
     */
    public record Launch(
            Path kubeconfig, List<String> before, List<String> java, List<String> flags, Optional<Path> output) {

        public Launch(Path kubeconfig) {
            this(
                    kubeconfig,
                    List.of(),
                    List.of("-XX:TieredStopAtLevel=1"),
                    List.of("--as=" + ACCOUNT),
                    Optional.empty());
        }

        /** As whom the kubeconfig says, not by impersonation. */
        public Launch asItself() {
            return new Launch(
                    kubeconfig,
                    before,
                    java,
                    flags.stream().filter(flag -> !isAccount(flag)).toList(),
                    output);
        }

        private static boolean isAccount(String flag) {
            return flag.startsWith("--as=");
        }

        /** With the flags that the image and the demo give to the JVM, and more. */
        public Launch shippedJava(String... more) {
            var all = new ArrayList<>(List.of("@" + Repository.root().resolve("operator/jvm.options")));
            all.addAll(Arrays.asList(more));
            return new Launch(kubeconfig, before, all, flags, output);
        }

        public Launch startedBy(String... program) {
            return new Launch(kubeconfig, List.of(program), java, flags, output);
        }

        public Launch with(String... more) {
            var added = Arrays.asList(more);
            var all = new ArrayList<>(added.stream().anyMatch(Launch::isAccount) ? asItself().flags : flags);
            all.addAll(added);
            return new Launch(kubeconfig, before, java, all, output);
        }

        public Launch loggingTo(Path file) {
            return new Launch(kubeconfig, before, java, flags, Optional.of(file));
        }

        /** Returns once it works, or as a standby waits for the lease. */
        public OperatorProcess start() {
            var operator = launch();
            try {
                operator.awaitLog(flags.contains("--leader-election") ? " on port " : " started");
            } catch (RuntimeException e) {
                // Nobody else would end it, and it would work on in the tests to come.
                operator.process.destroyForcibly();
                throw e;
            }
            return operator;
        }

        /** Returns at once. */
        public OperatorProcess launch() {
            var command = new ArrayList<>(before);
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(java);
            command.addAll(List.of("-cp", classPath(), Main.class.getName(), "--kubeconfig=" + kubeconfig, "--port=0"));
            command.addAll(flags);
            try {
                var log = output.isPresent() ? output.get() : Files.createTempFile("operator", ".log");
                var process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
                return new OperatorProcess(process, log);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Without the agentrunner command, which tests compare it with: its jar names libraries, a logger among them. */
        private static String classPath() {
            var command = Path.of("cli", "target").toString();
            var all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
            return Arrays.stream(all.split(File.pathSeparator, -1))
                    .filter(entry -> !entry.contains(command))
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    /** Until it has printed this. */
    public void awaitLog(String words) {
        Eventually.isTrue("the operator says '" + words + "', see " + log, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("the operator ended: " + log());
            }
            return log().contains(words);
        });
    }

    /** What it has printed so far. */
    public String log() {
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

    /** What it serves, e.g. /livez; the first line is the status. */
    public String get(String path) {
        try (var http = HttpClient.newHttpClient()) {
            var address = URI.create("http://127.0.0.1:" + port() + path);
            var answer =
                    http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
            return answer.statusCode() + "\n" + answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The sum of a metric's series. */
    public double metric(String name) {
        return get("/metrics")
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits; false where it still runs after that time. */
    public boolean endsWithin(Duration time) {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    /** Of a process that ended. */
    public int exitCode() {
        return process.exitValue();
    }

    /** Sends a signal, e.g. STOP. */
    public void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** SIGKILL. */
    public void kill() {
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
