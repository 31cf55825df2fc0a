package ai.stigmer.agentrunner.cli.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
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

    @Test
    void a_context_is_found_with_its_cluster_and_user_in_whichever_file_they_stand() throws IOException {
        Files.writeString(folder.resolve("token"), "abc\n");
        var first = Files.writeString(folder.resolve("first"), """
                current-context: work
                contexts:
                  - {name: work, context: {cluster: here, user: me, namespace: agents}}
                  - {name: lost, context: {cluster: nowhere, user: me}}
                """);
        Files.createDirectory(folder.resolve("below"));
        var second = Files.writeString(folder.resolve("below/second"), """
                contexts: [{name: work, context: {cluster: other}}]
                clusters: [{name: here, cluster: {server: "https://example.com", certificate-authority: ca.crt}}]
                users: [{name: me, user: {tokenFile: ../token, exec: {command: ./login, args: [-a]}}}]
                """);
        var kubeconfig = Kubeconfig.read(Map.of("KUBECONFIG", first + File.pathSeparator + second));
        var context = kubeconfig.context(Optional.empty()).orElseThrow();
        assertThat(context.name()).isEqualTo("work");
        assertThat(context.namespace()).contains("agents");
        assertThat(context.kubeconfig().at("/clusters/0/cluster/server").asText())
                .isEqualTo("https://example.com");
        assertThat(context.kubeconfig()
                        .at("/clusters/0/cluster/certificate-authority")
                        .asText())
                .isEqualTo(folder.resolve("below/ca.crt").toString());
        assertThat(context.kubeconfig().at("/users/0/user/token").asText()).isEqualTo("abc");
        assertThat(context.kubeconfig().at("/users/0/user/exec/command").asText())
                .isEqualTo(folder.resolve("below/login").toString());
        assertThatThrownBy(() -> kubeconfig.context(Optional.of("lost"))).hasMessageContaining("names no cluster");
        assertThatThrownBy(() -> kubeconfig.context(Optional.of("none")))
                .hasMessageContaining("there is no context none");
    }

    @Test
    void without_a_context_in_use_there_is_none() throws IOException {
        assertThat(read("contexts: []").context(Optional.empty())).isEmpty();
        assertThatThrownBy(() -> Kubeconfig.read(folder.resolve("none"))).hasMessageContaining("no such file");
    }

    private Kubeconfig read(String text) throws IOException {
        var file = Files.writeString(folder.resolve("config"), text);
        return Kubeconfig.read(Map.of("KUBECONFIG", file.toString()));
    }
}
