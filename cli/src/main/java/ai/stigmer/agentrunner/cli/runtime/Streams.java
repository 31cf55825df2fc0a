package ai.stigmer.agentrunner.cli.runtime;

import ai.stigmer.agentrunner.cli.Failure;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A container's output, and commands in it. */
public final class Streams {
    /** As shells end where SIGPIPE ends the command. */
    private static final int NOBODY_READS = 141;

    /** As shells end where a command isn't there. */
    static final int NOT_FOUND = 127;

    private final ContainerRuntime runtime;

    /** Of that runtime. */
    public Streams(ContainerRuntime runtime) {
        this.runtime = runtime;
    }

    /**
     * Copies its output, each stream to its own.
     *
     * @param follow whether to go on until it ends
     * @param tail how many of the last lines; empty: all
     */
    public void logs(String id, boolean follow, Optional<Integer> tail, OutputStream out, OutputStream err) {
        var command = runtime.client()
                .logContainerCmd(id)
                .withStdOut(true)
                .withStdErr(true)
                .withFollowStream(follow);
        tail.ifPresentOrElse(command::withTail, command::withTailAll);
        await(command.exec(new Copy(out, err)));
    }

    /**
     * Runs a command to its end.
     *
     * @param input what it reads; null: nothing
     * @return its exit code; 141 where nobody reads what it writes, so that it was left before it ended
     * @throws Failure where the runtime doesn't know its exit code
     */
    public int exec(String id, List<String> command, @Nullable InputStream input, OutputStream out, OutputStream err) {
        var exec = runtime.client()
                .execCreateCmd(id)
                .withCmd(command.toArray(String[]::new))
                .withAttachStdin(input != null)
                .withAttachStdout(true)
                .withAttachStderr(true)
                .exec()
                .getId();
        start(exec, input, out, err);
        var code = runtime.client().inspectExecCmd(exec).exec().getExitCodeLong();
        if (code != null) {
            return code.intValue();
        }
        if (isUnread(out) || isUnread(err)) {
            return NOBODY_READS;
        }
        throw Failure.failed("the runtime doesn't say how " + command.getFirst() + " ended");
    }

    /**
     * The same for a question to a container: one that can't be run, as there is no such program in it, ends with 127.
     *
     * @param out takes what the command writes to either stream, or why it can't be run
     */
    public int ask(String id, List<String> command, OutputStream out) {
        try {
            return exec(id, command, null, out, out);
        } catch (DockerException e) {
            write(Messages.of(e).getBytes(StandardCharsets.UTF_8), out);
            return NOT_FOUND;
        }
    }

    /** Whether its reader has gone, as in {@code | head -n 1}: a PrintStream only tells when it is asked. */
    static boolean isUnread(OutputStream stream) {
        return stream instanceof PrintStream print && print.checkError();
    }

    private static void write(byte[] bytes, OutputStream stream) {
        try {
            stream.write(bytes);
            stream.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void start(String exec, @Nullable InputStream input, OutputStream out, OutputStream err) {
        if (input == null) {
            await(runtime.client().execStartCmd(exec).exec(new Copy(out, err)));
        } else if (ExecStream.canReach(runtime)) {
            try {
                ExecStream.run(runtime, exec, input, out, err);
            } catch (IOException e) {
                // Podman resets the connection where the command ends without having read it all.
                if (Boolean.TRUE.equals(
                        runtime.client().inspectExecCmd(exec).exec().isRunning())) {
                    throw new UncheckedIOException(e);
                }
            }
        } else {
            await(runtime.client().execStartCmd(exec).withStdIn(input).exec(new Copy(out, err)));
        }
    }

    private static void await(Copy copy) {
        try {
            copy.awaitCompletion();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.failed("interrupted");
        }
    }

    /** Frames as they come. */
    private static final class Copy extends ResultCallback.Adapter<Frame> {
        private final OutputStream out;
        private final OutputStream err;

        Copy(OutputStream out, OutputStream err) {
            this.out = out;
            this.err = err;
        }

        @Override
        public void onNext(Frame frame) {
            var stream = frame.getStreamType() == StreamType.STDERR ? err : out;
            write(frame.getPayload(), stream);
            if (isUnread(stream)) {
                end();
            }
        }

        private void end() {
            try {
                close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
