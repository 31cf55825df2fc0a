package ai.stigmer.agentrunner.cli.runtime;

import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.container.ImageBuild;
import ai.stigmer.agentrunner.cli.process.Program;
import ai.stigmer.agentrunner.model.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A repository's files, fetched by the user's own git: with the user's own credentials, from wherever git gets them. */
final class GitCheckout {
    /** Nobody sees a question: without credentials, git says so and ends. */
    private static final Map<String, String> VARIABLES = Map.of("GIT_TERMINAL_PROMPT", "0");

    private static final int LAST_LINES = 5;

    private final Consumer<String> progress;
    private final Consumer<Runnable> onInterrupt;

    GitCheckout(Consumer<String> progress, Consumer<Runnable> onInterrupt) {
        this.progress = progress;
        this.onInterrupt = onInterrupt;
    }

    /**
     * Fetches that one commit, with its submodules, into a folder that isn't there.
     *
     * @throws Failure with what git says
     */
    void fetch(ImageBuild.Context.Git source, Path folder) {
        if (!Program.isThere("git")) {
            throw Failure.failed(Reason.BuildFailed
                    + ": spec.build.source.git is fetched by the program git, which is not on the PATH: install it");
        }
        git(source, List.of("init", "--quiet", folder.toString()));
        var in = List.of("-C", folder.toString());
        git(source, with(in, "fetch", "--quiet", "--depth", "1", "--", source.url(), source.ref()));
        git(source, with(in, "-c", "advice.detachedHead=false", "checkout", "--quiet", "FETCH_HEAD"));
        if (Files.exists(folder.resolve(".gitmodules"))) {
            git(source, with(in, "submodule", "--quiet", "update", "--init", "--recursive", "--depth", "1"));
        }
    }

    private void git(ImageBuild.Context.Git source, List<String> arguments) {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(arguments);
        var said = new LastLines(LAST_LINES);
        int exitCode = Program.follow(command, VARIABLES, said.and(progress), onInterrupt);
        if (exitCode != 0) {
            throw Failure.failed(Reason.BuildFailed + ": " + source.ref() + " of " + source.url()
                    + " can't be fetched: check spec.build.source.git, and that git fetch works here; git says:\n"
                    + said.text());
        }
    }

    private static List<String> with(List<String> first, String... more) {
        var all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return all;
    }
}
