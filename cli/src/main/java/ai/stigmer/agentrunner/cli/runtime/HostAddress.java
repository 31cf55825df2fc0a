package ai.stigmer.agentrunner.cli.runtime;

import com.github.dockerjava.api.model.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;
import java.util.regex.Pattern;

/** The address that host.docker.internal stands for in a container. */
final class HostAddress {
    private static final String PODMAN_NETWORK = "podman";

    /** The word for it in --add-host: Docker knows it from 20.10 on, Podman from 4.7 on; earlier it takes it literally. */
    private static final String WORD = "host-gateway";

    private static final Pattern MAJOR_AND_MINOR = Pattern.compile("(\\d{1,4})[.](\\d{1,4}).*");

    /** Of a network for documentation (RFC 5737): no packet is sent, the socket only chooses its own address. */
    private static final String ELSEWHERE = "203.0.113.1";

    private HostAddress() {}

    /** For the runtime's --add-host; empty: it doesn't say. */
    static Optional<String> of(ContainerRuntime runtime) {
        if (runtime.kind() == RuntimeKind.PODMAN && podmanKnowsTheWord(runtime.version())) {
            return Optional.of(WORD);
        }
        // A rootless runtime's bridge is in a network of its own, and its gateway not this machine.
        if (runtime.isRootless() && runtime.endpoint().isLocal()) {
            return ofThisMachine();
        }
        return runtime.kind() == RuntimeKind.DOCKER ? Optional.of(WORD) : gateway(runtime);
    }

    static boolean podmanKnowsTheWord(String version) {
        var parts = MAJOR_AND_MINOR.matcher(version);
        if (!parts.matches()) {
            return true;
        }
        int major = Integer.parseInt(parts.group(1));
        return major > 4 || (major == 4 && Integer.parseInt(parts.group(2)) >= 7);
    }

    /** The one with which it reaches others, else any; empty: it has no network. */
    static Optional<String> ofThisMachine() {
        try (var socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(ELSEWHERE), 9));
            return Optional.of(socket.getLocalAddress().getHostAddress());
        } catch (IOException | UncheckedIOException e) {
            return ofAnyInterface();
        }
    }

    private static Optional<String> ofAnyInterface() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                    .map(InetAddress::getHostAddress)
                    .findFirst();
        } catch (SocketException e) {
            return Optional.empty();
        }
    }

    /** This machine's own address on the bridge. */
    private static Optional<String> gateway(ContainerRuntime runtime) {
        return runtime.client().inspectNetworkCmd().withNetworkId(PODMAN_NETWORK).exec().getIpam().getConfig().stream()
                .map(Network.Ipam.Config::getGateway)
                .filter(gateway -> gateway != null && !gateway.isEmpty())
                .findFirst();
    }
}
