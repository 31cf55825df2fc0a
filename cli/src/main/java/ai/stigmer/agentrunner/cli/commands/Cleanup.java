package ai.stigmer.agentrunner.cli.commands;

import java.util.ArrayDeque;
import java.util.Deque;

/** What is half made, and how to take it away when the command ends early: by an error or by Ctrl-C. */
final class Cleanup implements AutoCloseable {
    private final Deque<Runnable> steps = new ArrayDeque<>();
    private final Thread hook = new Thread(this::undo, "cleanup");

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

    /** From now on until it is closed. */
    Cleanup() {
        Runtime.getRuntime().addShutdownHook(hook);
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
        while (!steps.isEmpty()) {
            steps.pop().run();
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
