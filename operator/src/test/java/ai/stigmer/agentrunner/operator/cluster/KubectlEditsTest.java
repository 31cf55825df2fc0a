package ai.stigmer.agentrunner.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.testkit.WithOperator;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** What people change with kubectl in the Deployment that the operator made. */
class KubectlEditsTest extends WithOperator {

    @Test
    void another_order_of_the_variables_is_put_back() {
        user.runner(
                "demo",
                "{version: 1.4.2, env: [{name: TEAM, value: a}, {name: LABELS, value: team=$(TEAM)}],"
                        + " workspace: {ephemeral: {}}}");
        user.awaitReady("demo");
        var before = pod().getContainers().get(0).getEnv();
        assertThat(before).extracting(EnvVar::getName).endsWith("TEAM", "LABELS");

        var reversed = new ArrayList<>(before);
        Collections.reverse(reversed);
        user.kubectl(
                "patch",
                "deploy",
                "demo",
                "--type=json",
                "-p",
                "[{\"op\": \"replace\", \"path\": \"/spec/template/spec/containers/0/env\", \"value\": "
                        + Serialization.asJson(reversed) + "}]");
        user.eventually(() -> assertThat(pod().getContainers().get(0).getEnv()).isEqualTo(before));
        user.awaitReady("demo");
    }

    private PodSpec pod() {
        return user.deployment("demo").getSpec().getTemplate().getSpec();
    }
}
