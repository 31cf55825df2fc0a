package ai.stigmer.agentrunner.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.RegisteredController;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** Whether this process still does its work. */
final class Health {
    /** A watch that the API server closed is back within a second; one that died unseen never is. */
    private static final Duration WATCHLESS = Duration.ofSeconds(60);

    /** A reconcile takes some ten requests; the client gives each up after well under a minute. */
    private static final Duration STUCK = Duration.ofMinutes(5);

    private final Operator operator;
    private final OperatorMetrics metrics;
    private final KubernetesClient client;
    private final Clock clock;
    private final AtomicReference<Optional<Instant>> watchlessSince = new AtomicReference<>(Optional.empty());

    Health(Operator operator, OperatorMetrics metrics, KubernetesClient client, Clock clock) {
        this.operator = operator;
        this.metrics = metrics;
        this.client = client;
        this.clock = clock;
    }

    /** Why a restart would help; empty: it wouldn't. */
    Optional<String> dead() {
        if (metrics.longestRunning().compareTo(STUCK) > 0) {
            return Optional.of("a worker has been at one AgentRunner for more than " + STUCK.toMinutes() + " minutes");
        }
        var deaf = informers()
                .filter(informer -> informer.hasSynced() && !informer.isWatching())
                .findFirst();
        if (deaf.isEmpty() || !isServerThere()) {
            watchlessSince.set(Optional.empty());
            return Optional.empty();
        }
        var since = watchlessSince
                .updateAndGet(known -> known.isPresent() ? known : Optional.of(clock.instant()))
                .orElseThrow();
        return Duration.between(since, clock.instant()).compareTo(WATCHLESS) > 0
                ? Optional.of("an informer has had no watch since " + since)
                : Optional.empty();
    }

    /** Whether the caches are filled, or this replica waits for the lease. */
    boolean ready() {
        return operator.getRegisteredControllers().stream()
                .allMatch(controller -> informers(controller).allMatch(InformerHealthIndicator::hasSynced));
    }

    private boolean isServerThere() {
        try {
            return client.getKubernetesVersion() != null;
        } catch (KubernetesClientException e) {
            return false;
        }
    }

    private Stream<InformerHealthIndicator> informers() {
        return operator.getRegisteredControllers().stream().flatMap(Health::informers);
    }

    private static Stream<InformerHealthIndicator> informers(RegisteredController<?> controller) {
        return controller.getControllerHealthInfo().informerEventSourceHealthIndicators().values().stream()
                .flatMap(source -> ((InformerWrappingEventSourceHealthIndicator<?>) source)
                        .informerHealthIndicators().values().stream());
    }
}
