package ai.stigmer.agentrunner.cli.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The program that make cli has built, as its users call it. */
final class Binary {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final String host;
    private final Path folder;
    private final Map<Long, Long> outputs = new ConcurrentHashMap<>();

    /**
     * For one runtime.
     *
     * @param host its DOCKER_HOST
     * @param folder where files of the test go
     */
    Binary(String host, Path folder) {
        this.host = host;
        this.folder = folder;
    }

    /** How one call ended. */
    record Result(int exit, String out, String err) {
        Result orThrow() {
            if (exit != 0) {
                throw new AssertionError(this.toString());
            }
            return this;
        }
    }

    /** A manifest in a file. */
    Path manifest(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name + ".yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Result call(String... arguments) {
        return finish(start(Map.of(), arguments));
    }

    /** In that folder. */
    Result callIn(Path directory, String... arguments) {
        return finish(start(Map.of(), directory, arguments));
    }

    Result callWith(Map<String, String> environment, String... arguments) {
        return finish(start(environment, arguments));
    }

    /** On a terminal, of which the result's out has all that is written to it. Linux' script makes it. */
    Result callInTerminal(Map<String, String> environment, String... arguments) {
        var line = command(arguments).stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        var script = List.of("script", "--quiet", "--return", "--command", line, "/dev/null");
        return finish(start(environment, folder, ProcessBuilder.Redirect.PIPE, script));
    }

    /** With that file on its standard input. */
    Result feed(Path input, String... arguments) {
        return finish(start(Map.of(), folder, ProcessBuilder.Redirect.from(input.toFile()), command(arguments)));
    }

    /** Without waiting for its end. */
    Process start(Map<String, String> environment, String... arguments) {
        return start(environment, folder, arguments);
    }

    private Process start(Map<String, String> environment, Path directory, String... arguments) {
        return start(environment, directory, ProcessBuilder.Redirect.PIPE, command(arguments));
    }

    private static List<String> command(String... arguments) {
        var command = new ArrayList<>(List.of(System.getProperty("agentrunner")));
        command.addAll(List.of(arguments));
        return command;
    }

    private Process start(
            Map<String, String> environment, Path directory, ProcessBuilder.Redirect input, List<String> command) {
        var builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("DOCKER_HOST", host);
        builder.environment().putAll(environment);
        try {
            builder.environment()
                    .put(
                            "TMPDIR",
                            Files.createDirectories(folder.resolve("tmp")).toString());
            var stamp = System.nanoTime();
            builder.redirectOutput(folder.resolve("out-" + stamp).toFile());
            builder.redirectError(folder.resolve("err-" + stamp).toFile());
            var process = builder.redirectInput(input).start();
            process.getOutputStream().close();
            outputs.put(process.pid(), stamp);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it has written so far, to both streams. */
    String written(Process process) throws IOException {
        var stamp = outputs.get(process.pid());
        return Files.readString(folder.resolve("out-" + stamp)) + Files.readString(folder.resolve("err-" + stamp));
    }

    Result finish(Process process) {
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("it does not end");
            }
            var stamp = outputs.get(process.pid());
            return new Result(
                    process.exitValue(),
                    Files.readString(folder.resolve("out-" + stamp), StandardCharsets.UTF_8),
                    Files.readString(folder.resolve("err-" + stamp), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
