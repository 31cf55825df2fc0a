package ai.stigmer.agentrunner.cli.runtime;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;

/** Whether something on this machine can be reached from a container. */
public final class LoopbackCheck {
    private static final int MILLISECONDS = 500;

    private final ContainerRuntime runtime;

    /** Of that runtime. */
    public LoopbackCheck(ContainerRuntime runtime) {
        this.runtime = runtime;
    }

    /**
     * Whether that port is open on 127.0.0.1 and closed on the address that containers see; false where it isn't known. To
     * be asked while a container runs: before, the bridge may not be there.
     */
    public boolean isOnlyOnLoopback(int port) {
        return port > 0
                && runtime.endpoint().isLocal()
                && !runtime.isRootless()
                && answers("127.0.0.1", port)
                && gateway().filter(address -> !answers(address, port)).isPresent();
    }

    private Optional<String> gateway() {
        return HostAddress.gateway(runtime, runtime.kind() == RuntimeKind.DOCKER ? "bridge" : "podman");
    }

    private static boolean answers(String address, int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), MILLISECONDS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
