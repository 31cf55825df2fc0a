package ai.stigmer.agentrunner.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.testkit.Fleet;
import ai.stigmer.agentrunner.operator.testkit.OperatorProcess;
import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import ai.stigmer.agentrunner.testing.LocalCluster;
import ai.stigmer.agentrunner.testing.Repository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the operator stands on is taken away: its types, a namespace, its memory, its disk. */
@Tag("faults")
class EnvironmentFaultsTest {
    private static final LocalCluster CLUSTER = LocalCluster.up();
    private static final Duration SETTLING = Duration.ofMinutes(3);
    /** Of the JVM with -XX:+ExitOnOutOfMemoryError. */
    private static final int OUT_OF_MEMORY = 3;

    private final Sandbox user = Sandbox.create(CLUSTER, "surroundings");

    @Test
    void a_namespace_deleted_under_its_AgentRunners() {
        var doomed = new Fleet(CLUSTER, Sandbox.create(CLUSTER, "doomed").namespace());
        var random = new Random(1);
        try (var operator = OperatorProcess.start(CLUSTER)) {
            for (int i = 0; i < 20; i++) {
                doomed.create(i, random);
            }
            CLUSTER.client().namespaces().withName(doomed.namespace()).delete();
            Awaitility.await("the namespace goes")
                    .atMost(SETTLING)
                    .until(() -> CLUSTER.client()
                                    .namespaces()
                                    .withName(doomed.namespace())
                                    .get()
                            == null);
            user.runner("other", "version: 1.4.2");
            user.awaitReady("other");
            assertThat(operator.log()).doesNotContain("ERROR");
        }
    }

    @Test
    void the_CustomResourceDefinition_deleted_and_made_again() {
        try (var operator = OperatorProcess.start(CLUSTER)) {
            user.runner("before", "version: 1.4.2");
            user.awaitReady("before");
            var claim = user.claim("before-workspace").getMetadata().getUid();
            CLUSTER.kubectl("delete", "crd", "agentrunners.stigmer.ai").orThrow();
            user.eventually(() ->
                    assertThat(user.kubectl("get", "deploy", "-o", "name")).isEmpty());
            CLUSTER.kubectl(
                            "apply",
                            "--server-side",
                            "-k",
                            Repository.root().resolve("manifests/crd").toString())
                    .orThrow();
            user.eventually(() -> user.runner("before", "version: 1.4.2"));
            user.awaitReady("before");
            assertThat(user.claim("before-workspace").getMetadata().getUid()).isEqualTo(claim);
            assertThat(operator.isAlive()).isTrue();
        }
    }

    /** It ends, to be started again, or it does its work; what it must not do is hang. */
    @Test
    void too_little_memory() {
        var fleet = new Fleet(CLUSTER, user.namespace());
        var random = new Random(1);
        for (int i = 0; i < 100; i++) {
            fleet.create(i, random);
        }
        var operator = new OperatorProcess.Launch(CLUSTER.kubeconfig())
                .shippedJava("-Xmx20m")
                .launch();
        if (operator.endsWithin(Duration.ofSeconds(90))) {
            assertThat(operator.exitCode()).as(operator.log()).isEqualTo(OUT_OF_MEMORY);
            System.out.println("too little memory: it ended");
        } else {
            fleet.awaitSettled(SETTLING);
            operator.close();
            System.out.println("too little memory: it did its work");
        }
    }

    @Test
    void a_full_disk_for_its_log() {
        var operator = new OperatorProcess.Launch(CLUSTER.kubeconfig())
                .loggingTo(Path.of("/dev/full"))
                .launch();
        user.runner("demo", "version: 1.4.2");
        user.awaitReady("demo");
        assertThat(operator.isAlive()).isTrue();
        operator.kill();
    }
}
