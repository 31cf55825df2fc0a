package ai.stigmer.agentrunner.bench;

import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The operator's ServiceAccount with a token, as its pod has it. A kubeconfig would be another start: the client reads it
 * with the classes of the whole Kubernetes model.
 *
 * @param server the API server's URL
 * @param authority its certificate authority, base64
 */
record Account(String server, String authority, String token) {
    private static final String NAMESPACE = "agentrunner-system";
    private static final String NAME = "agentrunner-operator";

    /** How long its token is valid: longer than the longest run. */
    private static final Duration LIFE = Duration.ofHours(12);

    /** The user of its requests in the audit log. */
    static final String USER = "system:serviceaccount:" + NAMESPACE + ":" + NAME;

    /** Asks for a token; the account must exist. */
    static Account of(KubernetesClient client) {
        var request = new TokenRequestBuilder()
                .withNewSpec()
                .withExpirationSeconds(LIFE.toSeconds())
                .endSpec()
                .build();
        var answer =
                client.serviceAccounts().inNamespace(NAMESPACE).withName(NAME).tokenRequest(request);
        var config = client.getConfiguration();
        return new Account(
                config.getMasterUrl(),
                config.getCaCertData(),
                answer.getStatus().getToken());
    }

    /** The client's own environment variables, for what a pod finds in its environment and files. */
    Map<String, String> environment() {
        return Map.of(
                "KUBERNETES_AUTH_TRYKUBECONFIG", "false",
                "KUBERNETES_MASTER", server,
                "KUBERNETES_CERTS_CA_DATA", authority,
                "KUBERNETES_AUTH_TOKEN", token);
    }

    /** The same for a client in this process; the file goes when it ends. */
    Path kubeconfig() {
        var config = new ConfigBuilder()
                .addNewCluster()
                .withName(NAME)
                .withNewCluster()
                .withServer(server)
                .withCertificateAuthorityData(authority)
                .endCluster()
                .endCluster()
                .addNewUser()
                .withName(NAME)
                .withNewUser()
                .withToken(token)
                .endUser()
                .endUser()
                .addNewContext()
                .withName(NAME)
                .withNewContext()
                .withCluster(NAME)
                .withUser(NAME)
                .endContext()
                .endContext()
                .withCurrentContext(NAME)
                .build();
        try {
            var file = Files.createTempFile("bench-", ".kubeconfig");
            file.toFile().deleteOnExit();
            return Files.writeString(file, Serialization.asYaml(config));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
