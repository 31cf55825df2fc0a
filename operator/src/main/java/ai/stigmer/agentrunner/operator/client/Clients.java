package ai.stigmer.agentrunner.operator.client;

import ai.stigmer.agentrunner.operator.config.OperatorConfig;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The two clients of the API server, each with its own connection.
 *
 * @param watching lists and watches. It tries again by itself: a watch must be back soon after the API server is
 * @param asking reads and writes, at a bounded pace. It tries nothing again: its callers know whether and when
 */
public record Clients(KubernetesClient watching, KubernetesClient asking) implements AutoCloseable {
    /** Shorter than the deadline for renewing the Lease (10 s by default). */
    private static final Duration REQUEST = Duration.ofSeconds(9);

    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** From 100 ms doubling to 3.2 s: some 20 s in all, then the watch's own delay of up to 32 s begins to grow. */
    private static final int TRIES = 10;

    /**
     * Clients for a process that holds no Lease. Nothing is sent yet.
     *
     * @param liveness is told of every watch
     */
    public static Clients open(OperatorConfig.Connection connection, WatchLiveness liveness) {
        return open(connection, liveness, Optional.empty());
    }

    /**
     * Nothing is sent yet.
     *
     * @param liveness is told of every watch
     * @param fence keeps writes back once the Lease may be another's; empty: this process competes with nobody
     */
    public static Clients open(
            OperatorConfig.Connection connection, WatchLiveness liveness, Optional<LeaseFence> fence) {
        var json = Json.serialization();
        var pace = new RateLimiter(connection.requestsPerSecond(), connection.burst(), System::nanoTime);
        var config = config(connection);
        return new Clients(
                open(config, json, TRIES, http -> {
                    http.addOrReplaceInterceptor("liveness", liveness);
                    http.addOrReplaceInterceptor("ascii", new AsciiWatches());
                }),
                // Not repeated by the client: it heeds Retry-After for the one request and lets all others through, and
                // repeats on its only timer thread, which the wait for the pace would block.
                open(config, json, 0, http -> {
                    http.addOrReplaceInterceptor("pace", pace);
                    // After the wait for the pace. The SDK renews the Lease with this client, too.
                    fence.ifPresent(f -> http.addOrReplaceInterceptor("fence", f));
                }));
    }

    @Override
    public void close() {
        watching.close();
        asking.close();
    }

    private static KubernetesClient open(
            Config config, KubernetesSerialization json, int tries, Consumer<HttpClient.Builder> interceptors) {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(config)
                        .withRequestRetryBackoffLimit(tries)
                        .build())
                .withKubernetesSerialization(json)
                .withHttpClientBuilderConsumer(interceptors)
                .build();
    }

    private static Config config(OperatorConfig.Connection connection) {
        var context = connection.context().orElse(null);
        var base = connection
                .kubeconfig()
                .map(file -> Config.fromKubeconfig(context, file.toFile()))
                .orElseGet(() -> Config.autoConfigure(context));
        var config = new ConfigBuilder(base)
                .withUserAgent("agentrunner-operator")
                // After an API server was killed, one of four websocket watches never came back, as in
                // https://github.com/fabric8io/kubernetes-client/issues/5189.
                .withOnlyHttpWatches(true)
                .withConnectionTimeout((int) CONNECT.toMillis())
                .withRequestTimeout((int) REQUEST.toMillis());
        connection.impersonate().ifPresent(config::withImpersonateUsername);
        return config.build();
    }
}
