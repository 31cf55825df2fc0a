package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.output.Console;
import ai.stigmer.agentrunner.cli.runtime.FakeDocker;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Calls of the command in this process. */
final class Calls {

    private Calls() {}

    /** How one ended. */
    record Result(int exit, String out, String err) {}

    /** Of a call that writes nowhere. */
    static Context context() {
        var nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return new Context(
                new Console(nowhere, nowhere, false, false), new ByteArrayInputStream(new byte[0]), Map.of(), false);
    }

    /** With that on standard input, and no runtime. */
    static Result call(String input, String... arguments) {
        return callWith(Map.of("DOCKER_HOST", "unix:///nowhere.sock", "HOME", "/nowhere"), input, arguments);
    }

    /** The same on that one. */
    static Result callOn(FakeDocker docker, String input, String... arguments) {
        return callWith(Map.of("DOCKER_HOST", docker.host()), input, arguments);
    }

    /** In that environment. */
    static Result callWith(Map<String, String> environment, String input, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false);
        var context = new Context(
                console, new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), environment, false);
        int exit = AgentRunnerCommand.execute(context, arguments);
        return new Result(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
