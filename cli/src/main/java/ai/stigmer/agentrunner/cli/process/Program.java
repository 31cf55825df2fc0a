package ai.stigmer.agentrunner.cli.process;

import ai.stigmer.agentrunner.cli.Failure;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Other programs, e.g. a credential helper. */
public final class Program {
    /** For a program that was told to end. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Program() {}

    /** How one ended. */
    public record Result(int exitCode, String output, String errors) {}

    /** Whether it is found on the PATH. */
    public static boolean isThere(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator)))
                .flatMap(folder -> Stream.of(new File(folder, name), new File(folder, name + ".exe")))
                .anyMatch(file -> file.isFile() && file.canExecute());
    }

    /**
     * Runs one that takes its time, without anything to read.
     *
     * @param variables beside those of this process
     * @param lines takes what it writes, to either stream, as it comes
     * @param onInterrupt takes what ends it when this process is ended
     * @return its exit code
     * @throws Failure where it isn't there
     */
    public static int follow(
            List<String> command,
            Map<String, String> variables,
            Consumer<String> lines,
            Consumer<Runnable> onInterrupt) {
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(variables);
        return follow(builder, lines, onInterrupt);
    }

    /** The same, with a file to read on its standard input. */
    public static int feed(List<String> command, Path input, Consumer<String> lines, Consumer<Runnable> onInterrupt) {
        return follow(new ProcessBuilder(command).redirectInput(input.toFile()), lines, onInterrupt);
    }

    private static int follow(ProcessBuilder builder, Consumer<String> lines, Consumer<Runnable> onInterrupt) {
        var name = builder.command().getFirst();
        try {
            var process = builder.redirectErrorStream(true).start();
            onInterrupt.accept(() -> end(process));
            process.getOutputStream().close();
            try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
                reader.lines().forEach(lines);
            }
            return process.waitFor();
        } catch (IOException e) {
            throw Failure.failed(name + " can't be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.failed(name + " was interrupted");
        }
    }

    /** With what it has started: docker leaves its plugins behind, and buildx would go on building. */
    private static void end(Process process) {
        var all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroy);
        try {
            CompletableFuture.allOf(all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            all.forEach(ProcessHandle::destroyForcibly);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Runs one to its end.
     *
     * @param input what it reads; a secret belongs here, never into an argument
     * @throws Failure where it isn't there
     */
    public static Result run(List<String> command, String input) {
        try {
            var process = new ProcessBuilder(command).start();
            // A thread for each: the common pool may have a single one.
            var output =
                    CompletableFuture.supplyAsync(() -> read(process.getInputStream()), Thread::startVirtualThread);
            var errors =
                    CompletableFuture.supplyAsync(() -> read(process.getErrorStream()), Thread::startVirtualThread);
            write(process, input);
            return new Result(process.waitFor(), output.join(), errors.join());
        } catch (IOException e) {
            throw Failure.failed(command.getFirst() + " can't be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.failed(command.getFirst() + " was interrupted");
        }
    }

    /** One that ends without having read it tells so by its exit code. */
    private static void write(Process process, String input) throws IOException {
        try (var stream = process.getOutputStream()) {
            stream.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            if (process.isAlive()) {
                throw e;
            }
        }
    }

    private static String read(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
