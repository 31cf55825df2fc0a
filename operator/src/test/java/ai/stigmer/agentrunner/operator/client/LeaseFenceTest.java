package ai.stigmer.agentrunner.operator.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaseFenceTest {
    private static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/here/leases";
    private static final String CONFIG_MAPS = "/api/v1/namespaces/here/configmaps";

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger ended = new AtomicInteger();
    private final LeaseFence fence = new LeaseFence(Duration.ofSeconds(13), now::get, ended::incrementAndGet);
    private final KubernetesMockServer server = new KubernetesMockServer(false);
    private KubernetesClient client;

    @BeforeEach
    void start() {
        server.init();
        client = server.createClient(builder -> builder.editOrNewConfig()
                .withRequestRetryBackoffLimit(0)
                .endConfig()
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("fence", fence)));
        server.expect().post().withPath(CONFIG_MAPS).andReturn(201, configMap()).always();
        server.expect()
                .get()
                .withPath(CONFIG_MAPS + "/any")
                .andReturn(200, configMap())
                .always();
    }

    @AfterEach
    void stop() {
        client.close();
        server.destroy();
    }

    @Test
    void who_renews_writes() {
        server.expect().post().withPath(LEASES).andReturn(201, lease()).always();
        for (int i = 0; i < 5; i++) {
            pass(10);
            client.resource(lease()).create();
            write();
        }
        assertThat(ended).hasValue(0);
    }

    @Test
    void who_wakes_too_late_ends_before_it_writes() {
        server.expect().post().withPath(LEASES).andReturn(201, lease()).always();
        client.resource(lease()).create();
        pass(14);
        assertThatThrownBy(this::write).hasMessageContaining("the Lease was not renewed in time");
        assertThat(ended).hasValue(1);
        assertThat(server.getRequestCount())
                .as("nothing but the renewal was sent")
                .isEqualTo(1);
    }

    @Test
    void a_renewal_that_is_refused_does_not_count() {
        server.expect().post().withPath(LEASES).andReturn(201, lease()).once();
        server.expect().post().withPath(LEASES).andReturn(409, "").once();
        client.resource(lease()).create();
        pass(10);
        assertThatThrownBy(() -> client.resource(lease()).create()).isInstanceOf(KubernetesClientException.class);
        pass(4);
        assertThat(fence.isExpired()).isTrue();
    }

    @Test
    void a_write_of_something_named_like_leases_renews_nothing() {
        server.expect().post().withPath(LEASES).andReturn(201, lease()).always();
        server.expect()
                .post()
                .withPath("/api/v1/namespaces/leases/configmaps")
                .andReturn(201, configMap())
                .always();
        client.resource(lease()).create();
        pass(10);
        client.resource(configMap()).inNamespace("leases").create();
        pass(10);
        assertThat(fence.isExpired()).isTrue();
    }

    @Test
    void reading_is_always_allowed() {
        server.expect().post().withPath(LEASES).andReturn(201, lease()).always();
        client.resource(lease()).create();
        pass(60);
        client.resources(ConfigMap.class).inNamespace("here").withName("any").require();
        assertThat(ended).hasValue(0);
    }

    /** It asks what its own rights are, which is a POST. */
    @Test
    void who_never_led_may_ask() {
        pass(60);
        write();
        assertThat(ended).hasValue(0);
    }

    private void write() {
        client.resource(configMap()).create();
    }

    private void pass(int seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private static ConfigMap configMap() {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName("any")
                .withNamespace("here")
                .endMetadata()
                .build();
    }

    private static Lease lease() {
        return new LeaseBuilder()
                .withNewMetadata()
                .withName("lease")
                .withNamespace("here")
                .endMetadata()
                .build();
    }
}
