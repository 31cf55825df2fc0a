package ai.stigmer.agentrunner.cli.runtime;

import com.github.dockerjava.api.model.ContainerNetwork;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether something on this machine can be reached from a container. */
public final class LoopbackCheck {
    private static final int MILLISECONDS = 500;

    private final ContainerRuntime runtime;

    /** Of that runtime. */
    public LoopbackCheck(ContainerRuntime runtime) {
        this.runtime = runtime;
    }

    /**
     * Whether that port is open on 127.0.0.1 and closed on the address under which the container sees this machine; false
     * where it isn't known.
     *
     * @param container one that runs: before, it has no network
     */
    public boolean isOnlyOnLoopback(String container, int port) {
        return port > 0
                && runtime.endpoint().isLocal()
                && answers("127.0.0.1", port)
                && address(container).filter(address -> !answers(address, port)).isPresent();
    }

    private Optional<String> address(String container) {
        return runtime.isRootless() ? HostAddress.ofThisMachine() : gateway(container);
    }

    /** Of the container: Docker doesn't tell that of its bridge. */
    private Optional<String> gateway(String container) {
        var settings = runtime.client().inspectContainerCmd(container).exec().getNetworkSettings();
        return Stream.ofNullable(settings.getNetworks())
                .flatMap(networks -> networks.values().stream())
                .map(ContainerNetwork::getGateway)
                .filter(gateway -> gateway != null && !gateway.isEmpty())
                .findFirst();
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
