package ai.stigmer.agentrunner.cli.process;

import ai.stigmer.agentrunner.cli.Failure;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Other programs, e.g. a credential helper. */
public final class Program {

    private Program() {}

    /** How one ended. */
    public record Result(int exitCode, String output, String errors) {}

    /** Whether it is found on the PATH. */
    public static boolean isThere(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator)))
                .flatMap(folder -> Stream.of(Path.of(folder, name), Path.of(folder, name + ".exe")))
                .anyMatch(Files::isExecutable);
    }

    /**
     * Runs one to its end.
     *
     * @param input what it reads; a secret belongs here, never into an argument
     * @throws Failure where it isn't there
     */
    public static Result run(List<String> command, String input) {
        return run(command, input, Map.of());
    }

    /** The same, with variables beside those of this process. */
    public static Result run(List<String> command, String input, Map<String, String> variables) {
        try {
            var builder = new ProcessBuilder(command);
            builder.environment().putAll(variables);
            var process = builder.start();
            var output = CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
            var errors = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
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
