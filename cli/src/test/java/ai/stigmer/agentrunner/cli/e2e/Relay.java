package ai.stigmer.agentrunner.cli.e2e;

import ai.stigmer.agentrunner.cli.runtime.Endpoint;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Stands before a runtime's socket until it is cut: from then on, the runtime seems to have been stopped. */
final class Relay implements Closeable {
    private final Endpoint runtime;
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Queue<Closeable> open = new ConcurrentLinkedQueue<>();

    Relay(Endpoint runtime) throws IOException {
        this.runtime = runtime;
        Thread.ofVirtual().start(this::accept);
    }

    /** Its DOCKER_HOST. */
    String host() {
        return "tcp://127.0.0.1:" + server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                var client = server.accept();
                var channel = SocketChannel.open(
                        UnixDomainSocketAddress.of(runtime.socket().orElseThrow()));
                open.add(client);
                open.add(channel);
                var in = client.getInputStream();
                var out = client.getOutputStream();
                Thread.ofVirtual().start(() -> copy(in, Channels.newOutputStream(channel)));
                Thread.ofVirtual().start(() -> copy(Channels.newInputStream(channel), out));
            }
        } catch (IOException e) {
            // It was cut.
            return;
        }
    }

    private static void copy(InputStream in, OutputStream out) {
        try (out) {
            in.transferTo(out);
        } catch (IOException e) {
            // One of both ends was closed.
            return;
        }
    }

    /** Ends every connection, and takes no more. */
    void cut() {
        try {
            server.close();
            for (var end : open) {
                end.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        cut();
    }
}
