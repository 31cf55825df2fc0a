package ai.stigmer.agentrunner.cli.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which local cluster is meant. */
class KubeconfigTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void kinds_contexts_are_known_by_their_name() throws IOException {
        assertThat(read("current-context: kind-dev").cluster()).contains(new Kubeconfig.Cluster.Kind("dev"));
    }

    @Test
    void minikubes_are_known_by_what_it_writes_beside_the_cluster() throws IOException {
        var kubeconfig = read("""
                current-context: work
                contexts:
                  - {name: work, context: {cluster: profile-1, user: work}}
                clusters:
                  - name: other
                    cluster: {server: "https://example.com"}
                  - name: profile-1
                    cluster:
                      server: https://192.168.49.2:8443
                      extensions:
                        - {name: cluster_info, extension: {provider: minikube.sigs.k8s.io}}
                """);
        assertThat(kubeconfig.cluster()).contains(new Kubeconfig.Cluster.Minikube("profile-1"));
    }

    @Test
    void others_are_neither() throws IOException {
        var kubeconfig = read("current-context: production");
        assertThat(kubeconfig.cluster()).isEmpty();
        assertThat(kubeconfig.currentContext()).contains("production");
        assertThat(Kubeconfig.read(Map.of("HOME", folder.toString())).currentContext())
                .isEmpty();
    }

    private Kubeconfig read(String text) throws IOException {
        var file = Files.writeString(folder.resolve("config"), text);
        return Kubeconfig.read(Map.of("KUBECONFIG", file.toString()));
    }
}
