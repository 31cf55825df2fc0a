package ai.stigmer.agentrunner.operator;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;

/** The client for the API server. */
final class Clients {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(15);

    private Clients() {}

    /**
     * Made as the settings say.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException when the kubeconfig can't be read
     */
    static KubernetesClient create(OperatorConfig settings) {
        var config = new ConfigBuilder(settings.kubeconfig()
                        .map(path -> Config.fromKubeconfig(path.toFile()))
                        .orElseGet(() -> Config.autoConfigure(null)))
                // The JDK client's websockets don't survive an API server that is killed; plain HTTP watches do.
                .withOnlyHttpWatches(true)
                .withRequestTimeout((int) REQUEST_TIMEOUT.toMillis())
                .build();
        settings.impersonate().ifPresent(config::setImpersonateUsername);
        var builder = new KubernetesClientBuilder().withConfig(config);
        if (settings.clientQps() > 0) {
            builder.withHttpClientBuilderConsumer(
                    http -> http.addOrReplaceInterceptor("RATE", new RateLimit(settings.clientQps())));
        }
        return builder.build();
    }
}
