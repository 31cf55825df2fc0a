package ai.stigmer.agentrunner.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real operator, as built and with the flags that it ships with. */
final class OperatorProcess implements SystemUnderTest.Worker {
    /** Far more than it takes: one that has to write its class cache ends late. */
    private static final long STOP_SECONDS = 300;

    private static final Pattern PORT = Pattern.compile("serving .* on port (\\d+)");

    private final Process process;
    private final Path log;

    private OperatorProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts it; returns at once.
     *
     * @param repository the checkout in which it was built
     * @param arguments its flags
     * @param environment besides what this process has
     */
    static OperatorProcess spawn(
            Path repository, List<String> jvmFlags, List<String> arguments, Map<String, String> environment) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + repository.resolve("operator/jvm.options"));
        command.addAll(jvmFlags);
        command.addAll(List.of(
                "-jar",
                repository.resolve("operator/target/agentrunner-operator.jar").toString(),
                "--port=0"));
        command.addAll(arguments);
        try {
            var log = repository.resolve("bench/target/operator-" + System.getProperty("cluster") + ".log");
            Files.createDirectories(log.getParent());
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            var process = builder.start();
            // An interrupted benchmark must not leave an operator that joins in the next one.
            Runtime.getRuntime()
                    .addShutdownHook(
                            Thread.ofPlatform().name("stop the operator").unstarted(process::destroy));
            return new OperatorProcess(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long pid() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the operator ended, see " + log);
        }
        return process.pid();
    }

    /**
     * A metric that the process serves.
     *
     * @param line the name and the labels as Prometheus' text has them
     * @throws IllegalStateException where it serves no such metric yet
     */
    double metric(String line) {
        return get("/metrics")
                .lines()
                .filter(served -> served.startsWith(line + " "))
                .mapToDouble(served -> Double.parseDouble(served.substring(line.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + line));
    }

    private String get(String path) {
        try (var in = URI.create("http://127.0.0.1:" + port() + path).toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As it logs it. */
    private int port() throws IOException {
        try (var lines = Files.lines(log)) {
            return lines.map(PORT::matcher)
                    .filter(Matcher::find)
                    .mapToInt(found -> Integer.parseInt(found.group(1)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("it serves nothing yet"));
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the operator did not end within " + STOP_SECONDS + " s, see " + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
