package ai.stigmer.agentrunner.operator.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.AgentRunnerStatus;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a status when the API server answers otherwise than expected. */
class StatusWriterTest {
    private static final String PATH =
            "/apis/stigmer.ai/v1alpha1/namespaces/here/agentrunners/demo/status?fieldManager=agentrunner-operator";

    private final KubernetesMockServer server = new KubernetesMockServer(false);
    private KubernetesClient client;

    @BeforeEach
    void start() {
        server.init();
        client = server.createClient(builder ->
                builder.editOrNewConfig().withRequestRetryBackoffLimit(0).endConfig());
    }

    @AfterEach
    void stop() {
        client.close();
        server.destroy();
    }

    @Test
    void of_an_AgentRunner_that_was_deleted_and_made_again_meanwhile_it_is_dropped() {
        // Word for word what API server 1.36 says when the patch's test of the uid fails.
        answer(new StatusBuilder()
                .withCode(422)
                .withMessage("the server rejected our request due to an error in our request")
                .withNewDetails()
                .endDetails()
                .build());
        assertThat(write()).isEmpty();
    }

    @Test
    void of_an_AgentRunner_that_is_gone_it_is_dropped() {
        answer(new StatusBuilder().withCode(404).build());
        assertThat(write()).isEmpty();
    }

    @Test
    void one_that_the_schema_refuses_is_a_failure() {
        answer(new StatusBuilder()
                .withCode(422)
                .withMessage("AgentRunner \"demo\" is invalid: status.phase: Unsupported value")
                .withNewDetails()
                .withKind("AgentRunner")
                .endDetails()
                .build());
        assertThatThrownBy(this::write).isInstanceOf(KubernetesClientException.class);
    }

    private void answer(Status status) {
        server.expect()
                .patch()
                .withPath(PATH)
                .andReturn(status.getCode(), status)
                .once();
    }

    private Optional<AgentRunner> write() {
        var status = new AgentRunnerStatus(1L, null, null, null, null, null, null, null, null);
        var metrics = new EventRecorderTest.NoWriteMetrics();
        var events = new EventRecorder(client, Clock.systemUTC(), "test", metrics);
        return new StatusWriter(client, events, metrics).write(EventRecorderTest.runner("1"), status);
    }
}
