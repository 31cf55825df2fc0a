package ai.stigmer.agentrunner.operator.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.stigmer.agentrunner.operator.testkit.RecordedWrites;
import ai.stigmer.agentrunner.testing.LocalCluster;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * One of several replicas of the operator, with a token of its own for the shipped ServiceAccount, as a pod has. By the
 * token the audit log tells one from the other.
 */
record Replica(String credential, Path kubeconfig) {
    private static final String CREDENTIAL = "/user/extra/authentication.kubernetes.io~1credential-id/0";

    static Replica create(LocalCluster cluster) {
        var token = cluster.client()
                .serviceAccounts()
                .inNamespace("agentrunner-system")
                .withName("agentrunner-operator")
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(3600L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
        try {
            var users = "users:";
            var mine = Files.readString(cluster.kubeconfig());
            var kubeconfig = Files.createTempFile("replica", ".yaml");
            var name = mine.lines()
                    .filter(line -> line.strip().startsWith("user: "))
                    .findFirst()
                    .orElseThrow()
                    .strip()
                    .substring("user: ".length());
            Files.writeString(
                    kubeconfig,
                    mine.substring(0, mine.indexOf(users)) + users + "\n- name: " + name + "\n  user: {token: " + token
                            + "}\n");
            var claims = new ObjectMapper()
                    .readTree(new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), UTF_8));
            return new Replica("JTI=" + claims.path("jti").asText(), kubeconfig);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** When the API server received its writes, but for those of the Lease; in order. */
    List<Write> writes(RecordedWrites all) {
        return all.by(credential, entry -> entry.at(CREDENTIAL).asText().equals(credential)).stream()
                .map(Write::of)
                .sorted((one, other) -> one.received().compareTo(other.received()))
                .toList();
    }

    /** One request, whatever was answered. */
    record Write(Instant received, String request) {
        private static Write of(JsonNode entry) {
            return new Write(
                    Instant.parse(entry.path("requestReceivedTimestamp").asText()),
                    entry.path("verb").asText() + " " + entry.path("requestURI").asText());
        }
    }
}
