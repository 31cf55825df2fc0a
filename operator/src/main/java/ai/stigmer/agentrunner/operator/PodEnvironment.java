package ai.stigmer.agentrunner.operator;

import ai.stigmer.agentrunner.operator.config.OperatorConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/**
 * Where the process runs.
 *
 * @param environment the process's
 * @param namespaceFile where a pod finds the name of its namespace
 */
record PodEnvironment(Map<String, String> environment, Path namespaceFile) {
    private static final String INSTALLED_IN = "agentrunner-system";

    static PodEnvironment here() {
        return new PodEnvironment(System.getenv(), Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace"));
    }

    /** The pod's namespace; outside a cluster the one the manifests install into. */
    String namespace() {
        try {
            return Files.exists(namespaceFile) ? Files.readString(namespaceFile).strip() : INSTALLED_IN;
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + namespaceFile, e);
        }
    }

    /**
     * This replica's name: unique at any time, and in a cluster the same after a restart of the container, so that it
     * needn't wait for its own Lease to run out.
     */
    String identity(OperatorConfig.Election election) {
        return election.identity().orElseGet(() -> {
            var pod = environment.get("HOSTNAME");
            return pod != null && environment.containsKey("KUBERNETES_SERVICE_HOST")
                    ? pod
                    : host() + "-" + UUID.randomUUID().toString().substring(0, 8);
        });
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
