package ai.stigmer.agentrunner.operator.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.testing.LocalCluster;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * The AgentRunner of {@code pods/worker.yaml} and its pod, on a cluster where pods are real. The image may be another one
 * with a shell: {@code -Dimage} and {@code -Dversion}, and {@code -Dnext.version} to roll to.
 */
public final class Worker {
    static final String NAME = "demo";
    public static final String VERSION = System.getProperty("version", "1.36");
    public static final String NEXT_VERSION = System.getProperty("next.version", "1.37");
    public static final String REPOSITORY = System.getProperty("image", "busybox");

    private final LocalCluster cluster;
    private final Sandbox user;

    public Worker(LocalCluster cluster, Sandbox user) {
        this.cluster = cluster;
        this.user = user;
    }

    public static String image(String version) {
        return REPOSITORY + ":" + version;
    }

    /** kubectl apply. */
    public void apply() {
        try (var manifest = Objects.requireNonNull(Worker.class.getResourceAsStream("/pods/worker.yaml"))) {
            user.apply(new String(manifest.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("REPOSITORY", REPOSITORY)
                    .replace("VERSION", "\"" + VERSION + "\""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** kubectl patch of the spec. */
    public void change(String spec) {
        user.patch("ar", NAME, "{\"spec\":" + spec + "}");
    }

    public AgentRunner awaitReady() {
        return user.awaitReady(NAME);
    }

    /** Until there is one pod, which serves and is none of these; returns it. */
    public Pod awaitPod(Pod... formers) {
        user.eventually(() -> {
            var pods = pods();
            assertThat(pods).hasSize(1);
            var pod = pods.get(0);
            assertThat(List.of(formers)).extracting(Worker::uid).doesNotContain(uid(pod));
            assertThat(pod.getMetadata().getDeletionTimestamp()).isNull();
            assertThat(pod.getStatus().getContainerStatuses())
                    .allSatisfy(status -> assertThat(status.getReady()).isTrue());
        });
        return pods().get(0);
    }

    public void awaitNoPod() {
        user.eventually(() -> assertThat(pods()).isEmpty());
    }

    /** What a command says in the worker's container. */
    public String exec(String script) {
        return tryExec(script).orThrow().strip();
    }

    public LocalCluster.Result tryExec(String script) {
        return cluster.kubectl(
                "-n", user.namespace(), "exec", "deploy/" + NAME, "-c", "agent-runner", "--", "sh", "-c", script);
    }

    private List<Pod> pods() {
        return cluster.client()
                .pods()
                .inNamespace(user.namespace())
                .withLabel("stigmer.ai/agentrunner", NAME)
                .list()
                .getItems();
    }

    private static String uid(Pod pod) {
        return pod.getMetadata().getUid();
    }
}
