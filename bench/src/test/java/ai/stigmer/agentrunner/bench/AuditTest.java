package ai.stigmer.agentrunner.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {
    private static final String OURS = "system:serviceaccount:a:operator";

    @Test
    void writes_events_and_reads_of_one_account_in_one_namespace_are_counted_apart(@TempDir Path folder)
            throws IOException {
        var before = line("create", "deployments", "r-1", "bench", OURS, 201);
        var log = before
                + line("create", "deployments", "r-1", "bench", OURS, 201)
                + line("patch", "agentrunners", "r-1", "bench", OURS, 409)
                + line("create", "events", "r-1.abc", "bench", OURS, 201)
                + line("list", "pods", "", "bench", OURS, 200)
                + line("update", "leases", "agentrunner-operator", "bench", OURS, 200)
                + line("create", "deployments", "first", "bench", OURS, 201)
                + line("create", "persistentvolumeclaims", "first-workspace", "bench", OURS, 201)
                + line("create", "deployments", "r-1", "other", OURS, 201)
                + line("create", "deployments", "r-1", "bench", "somebody", 201);
        var file = Files.writeString(folder.resolve("audit.log"), log);
        var audit = new Audit(file, OURS);

        assertThat(audit.between(before.length(), audit.position(), "bench", "first"))
                .isEqualTo(new Audit.Requests(2, 1, 1, 1));
    }

    private static String line(String verb, String resource, String name, String namespace, String account, int code) {
        return """
                {"verb":"%s","user":{"username":"admin"},"impersonatedUser":{"username":"%s"},\
                "objectRef":{"resource":"%s","namespace":"%s","name":"%s"},"responseStatus":{"code":%d}}
                """.formatted(verb, account, resource, namespace, name, code);
    }
}
