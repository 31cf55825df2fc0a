package ai.stigmer.agentrunner.cli.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A real Temporal on this machine, of the program that {@code -Dtemporal} names; containers reach it too. */
final class LocalTemporal implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final int port;
    private final Process server;

    private LocalTemporal(int port, Process server) {
        this.port = port;
        this.server = server;
    }

    /** Once it listens. */
    static LocalTemporal start(int port, Path folder) throws IOException {
        var server = new ProcessBuilder(
                        System.getProperty("temporal", "temporal"),
                        "server",
                        "start-dev",
                        "--headless",
                        "--ip",
                        "0.0.0.0",
                        "--port",
                        String.valueOf(port),
                        "--log-level",
                        "error")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("temporal.log").toFile())
                .start();
        var temporal = new LocalTemporal(port, server);
        Awaitility.await().atMost(LIMIT).ignoreExceptions().until(temporal::answers);
        return temporal;
    }

    static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean answers() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        }
    }

    @Override
    public void close() {
        server.destroy();
    }
}
