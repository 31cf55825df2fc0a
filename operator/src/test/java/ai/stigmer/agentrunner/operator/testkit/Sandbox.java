package ai.stigmer.agentrunner.operator.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.BuildStatus;
import ai.stigmer.agentrunner.testing.LocalCluster;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** A namespace of the test cluster, and what a user does in it. */
public final class Sandbox {
    private final LocalCluster cluster;
    private final String namespace;

    private Sandbox(LocalCluster cluster, String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
    }

    public static Sandbox create(LocalCluster cluster, String name) {
        return new Sandbox(cluster, cluster.newNamespace(name));
    }

    public String namespace() {
        return namespace;
    }

    /** kubectl apply of an AgentRunner: its spec's lines, in flow or block style. */
    public void runner(String name, String spec) {
        apply("apiVersion: stigmer.ai/v1alpha1\nkind: AgentRunner\nmetadata: {name: " + name + "}\nspec:\n"
                + spec.stripIndent().indent(2));
    }

    /** kubectl apply -f, which must succeed. */
    public void apply(String yaml) {
        tryApply(yaml).orThrow();
    }

    /** kubectl apply -f, which may meet an object that was made meanwhile. */
    public LocalCluster.Result tryApply(String yaml, String... options) {
        try {
            var file = Files.createTempFile("manifest", ".yaml");
            Files.writeString(file, yaml);
            var all = new ArrayList<>(List.of("-n", namespace, "apply", "-f", file.toString()));
            all.addAll(List.of(options));
            var result = cluster.kubectl(all.toArray(String[]::new));
            Files.delete(file);
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Must succeed. */
    public String kubectl(String... arguments) {
        var all = new String[arguments.length + 2];
        all[0] = "-n";
        all[1] = namespace;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return cluster.kubectl(all).orThrow();
    }

    public void patch(String kind, String name, String json) {
        kubectl("patch", kind, name, "--type=merge", "-p", json);
    }

    public AgentRunner get(String name) {
        return cluster.client()
                .resources(AgentRunner.class)
                .inNamespace(namespace)
                .withName(name)
                .require();
    }

    /** All of the namespace. */
    public List<AgentRunner> runners() {
        return cluster.client()
                .resources(AgentRunner.class)
                .inNamespace(namespace)
                .list()
                .getItems();
    }

    /** All of the namespace. */
    public List<Job> jobs() {
        return cluster.client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .list()
                .getItems();
    }

    public Deployment deployment(String name) {
        return cluster.client()
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withName(name)
                .require();
    }

    /** The image that the Deployment asks for. */
    public String image(String name) {
        return image(deployment(name));
    }

    public static String image(Deployment deployment) {
        return deployment
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage();
    }

    public PersistentVolumeClaim claim(String name) {
        return cluster.client()
                .persistentVolumeClaims()
                .inNamespace(namespace)
                .withName(name)
                .require();
    }

    /** As the API server shows it, without what others write into its status. */
    String yaml(HasMetadata object) {
        return Serialization.asYaml(object);
    }

    /** Deletes an AgentRunner, and waits until the garbage collector has taken what it owns. */
    public void delete(String name) {
        kubectl("delete", "ar", name);
        eventually(() -> assertThat(kubectl("get", "deploy,pods", "-o", "name")).isEmpty());
    }

    public void awaitNoClaim() {
        eventually(() -> assertThat(kubectl("get", "pvc", "-o", "name")).isEmpty());
    }

    /** Until Ready is True at the present generation. */
    public AgentRunner awaitReady(String name) {
        return await(name, runner -> {
            var ready = condition(runner, "Ready").orElseThrow();
            assertThat(ready.getStatus()).isEqualTo("True");
            assertThat(ready.getObservedGeneration())
                    .isEqualTo(runner.getMetadata().getGeneration());
        });
    }

    /** Until Ready is False for this reason; returns the message. */
    public String awaitReason(String name, String reason) {
        var runner = await(name, seen -> {
            var ready = condition(seen, "Ready").orElseThrow();
            assertThat(ready.getReason()).isEqualTo(reason);
            assertThat(ready.getObservedGeneration())
                    .isEqualTo(seen.getMetadata().getGeneration());
        });
        return condition(runner, "Ready").orElseThrow().getMessage();
    }

    /** Until the assertion holds; a failure shows the AgentRunner. */
    public AgentRunner await(String name, Consumer<AgentRunner> assertion) {
        Awaitility.await()
                .atMost(cluster.patience())
                .pollInterval(Duration.ofMillis(150))
                .untilAsserted(() -> {
                    var runner = get(name);
                    assertThat(runner.getStatus()).isNotNull();
                    try {
                        assertion.accept(runner);
                    } catch (AssertionError | RuntimeException e) {
                        throw new AssertionError(e.getMessage() + "\n" + Serialization.asYaml(runner), e);
                    }
                });
        return get(name);
    }

    /** Until the assertion holds. */
    public void eventually(ThrowingRunnable assertion) {
        Awaitility.await()
                .ignoreExceptions()
                .atMost(cluster.patience())
                .pollInterval(Duration.ofMillis(150))
                .untilAsserted(assertion);
    }

    public static BuildStatus build(AgentRunner runner) {
        return Objects.requireNonNull(runner.getStatus().build(), "status.build");
    }

    public static Optional<Condition> condition(AgentRunner runner, String type) {
        return Optional.ofNullable(runner.getStatus().conditions()).stream()
                .flatMap(Collection::stream)
                .filter(condition -> type.equals(condition.getType()))
                .findFirst();
    }
}
