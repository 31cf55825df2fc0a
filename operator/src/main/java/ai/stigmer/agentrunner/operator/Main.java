package ai.stigmer.agentrunner.operator;

import ai.stigmer.agentrunner.model.plan.Planner;
import ai.stigmer.agentrunner.model.plan.Write;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process. */
public final class Main {
    /** A reconcile under way ends well within it; Kubernetes grants a stopping pod 30 s. */
    private static final Duration TERMINATION = Duration.ofSeconds(20);

    private Main() {}

    public static void main(String[] flags) {
        int code = Settings.run(flags, System.getenv(), Main::run);
        if (code != 0) {
            System.exit(code);
        }
    }

    private static int run(OperatorConfig config) {
        System.setProperty("logback.configurationFile", config.jsonLogs() ? "logback-json.xml" : "logback-text.xml");
        Logger log = LoggerFactory.getLogger(Main.class);
        log.info("starting with {}", config);
        try (var client = Clients.create(config)) {
            return serve(config, client, log);
        } catch (KubernetesClientException | OperatorException | IOException e) {
            log.error("can't start: {}", Startup.explain(e));
            log.debug("can't start", e);
            return 1;
        }
    }

    private static int serve(OperatorConfig config, KubernetesClient client, Logger log) throws IOException {
        var clock = Clock.systemUTC();
        var metrics = new OperatorMetrics(clock);
        var identity = hostname() + "-" + UUID.randomUUID().toString().substring(0, 8);
        Startup.awaitCrd(client);
        var operator = new Operator(overrider -> configure(overrider, config, client, metrics, identity));
        var recorder = new EventRecorder(client, clock, identity, metrics);
        var reconciler = new AgentRunnerReconciler(
                new Planner(config.policy()), clock, client, config.watchSecrets(), recorder, metrics);
        operator.register(reconciler, controller -> {
            if (config.namespaces().isEmpty()) {
                controller.watchingAllNamespaces();
            } else {
                controller.settingNamespaces(config.namespaces());
            }
            controller.withRetry(new JitteredRetry()).withFieldManager(Write.OPERATOR);
        });
        var stopped = new CountDownLatch(1);
        try (var endpoints = new HttpEndpoints(config.port(), new Health(operator, metrics, client, clock), metrics)) {
            log.info("/livez, /readyz and /metrics on port {}", endpoints.port());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                operator.stop();
                stopped.countDown();
            }));
            operator.start();
            log.info("started");
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private static void configure(
            ConfigurationServiceOverrider overrider,
            OperatorConfig config,
            KubernetesClient client,
            OperatorMetrics metrics,
            String identity) {
        overrider
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withConcurrentReconciliationThreads(config.workers())
                .withMetrics(metrics)
                // Else an event older than our own write evicts its answer from the cache.
                .withParseResourceVersions(true)
                .checkingCRDAndValidateLocalModel(false)
                .withUseSSAToPatchPrimaryResource(true)
                .withReconciliationTerminationTimeout(TERMINATION);
        if (config.leaderElection()) {
            overrider.withLeaderElectionConfiguration(lease(config, identity));
        }
    }

    private static LeaderElectionConfiguration lease(OperatorConfig config, String identity) {
        var lease = LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(Write.OPERATOR)
                .withIdentity(identity)
                .withExitOnStopLeading(true);
        config.leaseNamespace().ifPresent(lease::withLeaseNamespace);
        return lease.build();
    }

    private static String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "agentrunner-operator";
        }
    }
}
