package ai.stigmer.agentrunner.cli.runtime;

import com.github.dockerjava.core.LocalDirectorySSLConfig;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * The streams of a command that reads: one connection for all three. docker-java 3.7.1 never ends the command's input, so
 * that what reads to its end would never come to its own.
 */
final class ExecStream {
    /** How a runtime marks what a command writes to its standard error. */
    private static final int STANDARD_ERROR = 2;

    /** Bytes of the answer's head at most: runtimes send some 200. */
    private static final int HEAD = 16 * 1024;

    private static final int TLS_PORT = 2376;
    private static final int PORT = 2375;

    private ExecStream() {}

    /** Whether the connection to that runtime can be half closed, which a Windows pipe can't. */
    static boolean canReach(ContainerRuntime runtime) {
        return !"npipe".equals(runtime.endpoint().host().getScheme());
    }

    /**
     * Starts a command that was created, and returns when it ends.
     *
     * @param exec its ID
     * @param input of this process, to its end
     * @throws IOException where the connection breaks off, or the runtime doesn't hand it over
     */
    static void run(ContainerRuntime runtime, String exec, InputStream input, OutputStream out, OutputStream err)
            throws IOException {
        try (var connection = open(runtime.endpoint())) {
            connection.out().write(request(runtime, exec));
            connection.out().flush();
            var answers = new DataInputStream(new BufferedInputStream(connection.in()));
            handedOver(answers);
            Thread.ofPlatform().daemon().name("exec-input").start(() -> send(input, connection));
            copy(answers, out, err);
        }
    }

    private static byte[] request(ContainerRuntime runtime, String exec) {
        var body = "{\"Detach\":false,\"Tty\":false}";
        return """
                POST /v%s/exec/%s/start HTTP/1.1\r
                Host: runtime\r
                Connection: Upgrade\r
                Upgrade: tcp\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                %s""".formatted(runtime.apiVersion(), exec, body.length(), body).getBytes(StandardCharsets.US_ASCII);
    }

    /** What comes after the head are the command's streams. */
    private static void handedOver(InputStream answers) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int next = answers.read();
            if (next < 0 || head.size() > HEAD) {
                throw new EOFException("the runtime broke off before the command started");
            }
            head.write(next);
        }
        var status =
                head.toString(StandardCharsets.US_ASCII).lines().findFirst().orElse("");
        if (!status.startsWith("HTTP/1.1 101")) {
            throw new IOException("the runtime doesn't start the command: " + status);
        }
    }

    private static void send(InputStream input, Connection connection) {
        try {
            input.transferTo(connection.out());
            connection.out().flush();
            connection.endOutput().tell();
        } catch (IOException e) {
            // The command ended without having read it all.
            return;
        }
    }

    /** Frames of Docker's API: one byte says which stream, three are empty, four say how long it is. */
    private static void copy(DataInputStream answers, OutputStream out, OutputStream err) throws IOException {
        for (int stream = answers.read(); stream >= 0; stream = answers.read()) {
            answers.skipNBytes(3);
            var target = stream == STANDARD_ERROR ? err : out;
            target.write(answers.readNBytes(answers.readInt()));
            target.flush();
            if (Streams.isUnread(target)) {
                return;
            }
        }
    }

    /** Of a socket of either kind. */
    private record Connection(InputStream in, OutputStream out, End endOutput, Closeable socket) implements Closeable {

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @FunctionalInterface
    private interface End {
        void tell() throws IOException;
    }

    private static Connection open(Endpoint endpoint) throws IOException {
        if (endpoint.socket().isPresent()) {
            var channel = SocketChannel.open(
                    UnixDomainSocketAddress.of(endpoint.socket().get()));
            return new Connection(
                    Channels.newInputStream(channel),
                    Channels.newOutputStream(channel),
                    channel::shutdownOutput,
                    channel);
        }
        var socket = socket(endpoint);
        return new Connection(socket.getInputStream(), socket.getOutputStream(), socket::shutdownOutput, socket);
    }

    private static Socket socket(Endpoint endpoint) throws IOException {
        var host = endpoint.host().getHost();
        int port = endpoint.host().getPort();
        if (endpoint.certificates().isEmpty()) {
            return new Socket(host, port > 0 ? port : PORT);
        }
        return new LocalDirectorySSLConfig(endpoint.certificates().get().toString())
                .getSSLContext()
                .getSocketFactory()
                .createSocket(host, port > 0 ? port : TLS_PORT);
    }
}
