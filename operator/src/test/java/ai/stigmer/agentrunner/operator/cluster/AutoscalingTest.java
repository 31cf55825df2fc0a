package ai.stigmer.agentrunner.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.testkit.Samples;
import ai.stigmer.agentrunner.operator.testkit.WithOperator;
import ai.stigmer.agentrunner.testing.Repository;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docs/autoscaling.md: its samples as the API server takes them, and what the autoscalers do with them. */
class AutoscalingTest extends WithOperator {

    @BeforeAll
    static void installKeda() {
        CLUSTER.apply(Repository.read("operator/src/test/resources/keda/scaledobjects.yaml"), "--server-side")
                .orThrow();
        CLUSTER.kubectl("wait", "--for=condition=Established", "crd/scaledobjects.keda.sh", "--timeout=30s")
                .orThrow();
    }

    /** KEDA itself does not run here: kubectl scale does what it does, by the AgentRunner's scale. */
    @Test
    void KEDA_scales_the_AgentRunner_of_its_sample_from_zero_and_back() {
        user.apply(Samples.keda());
        user.awaitReady("autoscaled");
        assertThat(user.deployment("autoscaled").getSpec().getReplicas()).isZero();
        var target = user.kubectl("get", "scaledobject", "autoscaled", "-o", "jsonpath={.spec.scaleTargetRef}");
        assertThat(target).contains("\"apiVersion\":\"stigmer.ai/v1alpha1\"", "\"kind\":\"AgentRunner\"");
        assertThat(scale()).contains("\"replicas\":0", "\"selector\":\"stigmer.ai/agentrunner=autoscaled");

        scaleTo(2);
        awaitPods(2);
        scaleTo(0);
        awaitPods(0);
    }

    @Test
    void suspend_decides_alone_where_an_autoscaler_targets_the_AgentRunner() {
        user.apply(Samples.keda());
        user.patch("ar", "autoscaled", "{\"spec\":{\"suspend\":true}}");
        user.awaitReady("autoscaled");
        scaleTo(3);
        user.awaitReady("autoscaled");
        assertThat(user.deployment("autoscaled").getSpec().getReplicas()).isZero();
        user.patch("ar", "autoscaled", "{\"spec\":{\"suspend\":false}}");
        awaitPods(3);
    }

    @Test
    void an_autoscaler_that_raises_a_suspended_Deployment_is_zeroed_and_told_to_pause() {
        user.runner("autoscaled", "{version: 1.4.2, suspend: true, workspace: {ephemeral: {}}}");
        user.awaitReady("autoscaled");
        Callable<Boolean> raises = () -> {
            user.kubectl("scale", "deploy/autoscaled", "--replicas=2");
            return CLUSTER.kubectl("-n", user.namespace(), "get", "ar/autoscaled", "-o", "yaml")
                    .out()
                    .contains("FieldConflict");
        };
        Awaitility.await().atMost(CLUSTER.patience()).until(raises);
        assertThat(user.awaitReason("autoscaled", "FieldConflict"))
                .contains("changes spec.replicas", "autoscaling.keda.sh/paused");
        user.awaitReady("autoscaled");
        assertThat(user.deployment("autoscaled").getSpec().getReplicas()).isZero();
    }

    /** Its controller runs here, and scales up to the minimum without metrics, which simulated pods have none of. */
    @Test
    void a_HorizontalPodAutoscaler_scales_the_AgentRunner_of_its_sample() {
        user.apply(Samples.hpa());
        user.awaitReady("autoscaled");
        scaleTo(1);
        awaitPods(2);
        assertThat(user.get("autoscaled").getSpec().replicas()).isEqualTo(2);
    }

    private void scaleTo(int replicas) {
        user.kubectl("scale", "ar/autoscaled", "--replicas=" + replicas);
    }

    private void awaitPods(int count) {
        user.await("autoscaled", runner -> {
            assertThat(runner.getStatus().replicas()).isEqualTo(count);
            assertThat(runner.getStatus().readyReplicas()).isEqualTo(count);
        });
    }

    private String scale() {
        return user.kubectl(
                "get",
                "--raw",
                "/apis/stigmer.ai/v1alpha1/namespaces/" + user.namespace() + "/agentrunners/autoscaled/scale");
    }
}
