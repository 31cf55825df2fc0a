package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.runtime.Messages;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What is half made, and how to take it away when the command ends early: by an error or by Ctrl-C. */
final class Cleanup implements AutoCloseable {
    private final Deque<Runnable> steps = new ArrayDeque<>();
    private final Consumer<String> leftBehind;
    private final Thread hook = new Thread(this::undo, "cleanup");
    private boolean isUndone;

    /** Whether the process is ending already: what fails from then on fails because of that, and needs no words. */
    static boolean isEnding() {
        try {
            var probe = new Thread();
            Runtime.getRuntime().addShutdownHook(probe);
            return !Runtime.getRuntime().removeShutdownHook(probe);
        } catch (IllegalStateException e) {
            return true;
        }
    }

    /**
     * From now on until it is closed.
     *
     * @param leftBehind takes a sentence where something could not be taken away
     */
    Cleanup(Consumer<String> leftBehind) {
        this.leftBehind = leftBehind;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Makes something, whole: what takes it away waits until then, and afterwards nothing is made any more. A runtime makes
     * a volume that was taken away once more for a container that names it.
     *
     * @throws Failure where all is taken away already
     */
    synchronized <T> T make(Supplier<T> making) {
        if (isUndone) {
            throw Failure.failed("interrupted");
        }
        return making.get();
    }

    /** To be done if nothing more happens. */
    synchronized void onInterrupt(Runnable step) {
        steps.push(step);
    }

    /** What was half made is whole. */
    synchronized void done() {
        steps.clear();
    }

    private synchronized void undo() {
        isUndone = true;
        var problems = new LinkedHashSet<String>();
        while (!steps.isEmpty()) {
            try {
                steps.pop().run();
            } catch (RuntimeException e) {
                problems.add(Messages.of(e));
            }
        }
        if (!problems.isEmpty()) {
            leftBehind.accept("not all that was half made could be taken away: " + String.join("; ", problems)
                    + "; run the same again, or remove it with agentrunner rm");
        }
    }

    /** Undoes what isn't done. */
    @Override
    public void close() {
        undo();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending, and the hook at work.
            return;
        }
    }
}
