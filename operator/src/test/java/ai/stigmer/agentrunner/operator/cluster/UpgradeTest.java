package ai.stigmer.agentrunner.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.model.plan.Installation;
import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.Planner;
import ai.stigmer.agentrunner.model.plan.Write;
import ai.stigmer.agentrunner.model.render.Annotations;
import ai.stigmer.agentrunner.model.render.RenderingRevision;
import ai.stigmer.agentrunner.model.rule.Policy;
import ai.stigmer.agentrunner.operator.testkit.OperatorProcess;
import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import ai.stigmer.agentrunner.testing.LocalCluster;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an operator finds that takes over from one of release 0.1.0. */
@Tag("cluster")
class UpgradeTest {
    private static final LocalCluster CLUSTER = LocalCluster.up();

    private final Sandbox user = Sandbox.create(CLUSTER, "upgrade");

    @Test
    void pods_go_on_until_a_change_replaces_them() {
        user.runner("demo", """
                version: 1.4.2
                workspace: {ephemeral: {}}
                template:
                  topologySpreadConstraints:
                  - {maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: ScheduleAnyway}
                """);
        user.tryApply(Serialization.asYaml(former("demo")), "--server-side", "--field-manager=" + Write.OPERATOR)
                .orThrow();
        user.kubectl("rollout", "status", "deploy/demo");
        var former = user.deployment("demo");

        try (var operator = OperatorProcess.start(CLUSTER)) {
            user.awaitReady("demo");
            assertThat(user.deployment("demo").getMetadata().getGeneration())
                    .isEqualTo(former.getMetadata().getGeneration());
            assertThat(revision()).isNull();

            user.patch("ar", "demo", "{\"spec\": {\"rollout\":" + " {\"progressDeadlineSeconds\": 900}}}");
            user.awaitReady("demo");
            assertThat(user.deployment("demo").getSpec().getProgressDeadlineSeconds())
                    .isEqualTo(900);
            assertThat(user.deployment("demo").getSpec().getTemplate())
                    .isEqualTo(former.getSpec().getTemplate());

            user.patch("ar", "demo", "{\"spec\": {\"version\": \"1.5.0\"}}");
            user.awaitReady("demo");
            assertThat(revision()).isEqualTo(String.valueOf(RenderingRevision.CURRENT.number()));
            assertThat(user.deployment("demo").getSpec().getTemplate().getSpec().getTopologySpreadConstraints())
                    .allSatisfy(constraint ->
                            assertThat(constraint.getLabelSelector()).isNotNull());
            assertThat(operator.isAlive()).isTrue();
        }
    }

    /** The Deployment that release 0.1.0 made. */
    private Deployment former(String name) {
        return new Planner(Installation.of(Policy.RESTRICTED), new RenderingRevision(1))
                .plan(Observed.nothing(user.get(name)), Instant.now()).writes().stream()
                        .map(Write::object)
                        .filter(Deployment.class::isInstance)
                        .map(Deployment.class::cast)
                        .findFirst()
                        .orElseThrow();
    }

    private @Nullable String revision() {
        return user.deployment("demo").getMetadata().getAnnotations().get(Annotations.RENDERING_REVISION);
    }
}
