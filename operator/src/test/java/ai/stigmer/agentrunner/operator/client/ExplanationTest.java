package ai.stigmer.agentrunner.operator.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ExplanationTest {

    @Test
    void the_API_servers_words_are_enough() {
        var status = new StatusBuilder()
                .withCode(500)
                .withMessage("etcdserver: request is too large")
                .build();
        assertThat(Explanation.of(new KubernetesClientException(status))).isEqualTo("etcdserver: request is too large");
    }

    @Test
    void without_an_answer_the_deepest_cause_is_told() {
        var problem = new KubernetesClientException("Operation: [get]", new IOException(new IOException("refused")));
        assertThat(Explanation.of(problem)).isEqualTo("IOException: refused");
        assertThat(Explanation.of(new NullPointerException())).isEqualTo("NullPointerException");
    }
}
