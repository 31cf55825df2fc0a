package ai.stigmer.agentrunner.operator;

import ai.stigmer.agentrunner.operator.client.Explanation;
import ai.stigmer.agentrunner.operator.config.OperatorConfig;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.time.Duration;
import java.util.Objects;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which of several replicas acts: the one that holds the Lease. The others keep their caches warm and wait. */
final class Leadership {
    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    private static final Duration CHECK = Duration.ofSeconds(1);

    private final OperatorConfig.Election election;
    private final String namespace;
    private final String identity;
    private final BooleanSupplier expired;
    private final Runnable lost;
    private volatile boolean leading;
    private volatile boolean stopping;

    /**
     * Nobody leads yet, unless leader election is off.
     *
     * @param expired whether the Lease may be another's by now, though the elector may not know yet
     * @param lost what to do when another holds the Lease, or it couldn't be renewed: writing must end at once
     */
    Leadership(OperatorConfig.Election election, PodEnvironment environment, BooleanSupplier expired, Runnable lost) {
        this.election = election;
        this.namespace = election.namespace().orElse(environment.namespace());
        this.identity = environment.identity(election);
        this.expired = expired;
        this.lost = lost;
        this.leading = !election.enabled();
    }

    String identity() {
        return identity;
    }

    boolean isLeading() {
        return leading;
    }

    LeaderElectionConfiguration configuration() {
        return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(election.name())
                .withLeaseNamespace(namespace)
                .withIdentity(identity)
                .withLeaseDuration(election.duration())
                .withRenewDeadline(election.renewDeadline())
                .withRetryPeriod(election.retryPeriod())
                .withLeaderCallbacks(new LeaderCallbacks(this::gained, this::gone, this::leads))
                // The SDK's way out would deadlock when the process is ending anyway.
                .withExitOnStopLeading(false)
                .build();
    }

    /** Says what this replica waits for. */
    void announce() {
        if (election.enabled()) {
            LOG.info("waiting for the Lease {}/{} as {}", namespace, election.name(), identity);
        }
    }

    /** Call it before a stop: losing the Lease is expected from here on. */
    void stopping() {
        stopping = true;
    }

    /** Gives the Lease back, so that another replica need not wait for it to run out: the SDK doesn't. */
    void release(KubernetesClient client) {
        if (!election.enabled() || !leading) {
            return;
        }
        leading = false;
        var leases = client.resources(Lease.class).inNamespace(namespace).withName(election.name());
        try {
            var lease = leases.get();
            if (lease != null && Objects.equals(lease.getSpec().getHolderIdentity(), identity)) {
                client.resource(lease)
                        .patch(
                                PatchContext.of(PatchType.JSON_MERGE),
                                "{\"metadata\":{\"resourceVersion\":\""
                                        + lease.getMetadata().getResourceVersion()
                                        + "\"},\"spec\":{\"holderIdentity\":null,\"leaseDurationSeconds\":1}}");
                LOG.info("released the Lease {}/{}", namespace, election.name());
            }
        } catch (KubernetesClientException e) {
            LOG.warn("could not release the Lease, it expires by itself: {}", Explanation.of(e));
        }
    }

    private void gained() {
        leading = true;
        LOG.info("leading: {} holds the Lease", identity);
        new Timer("lease", true).schedule(watch(), CHECK.toMillis(), CHECK.toMillis());
    }

    /** The elector waits for the answer to a renewal, and tries it again, for longer than the Lease counts. */
    private TimerTask watch() {
        return new TimerTask() {
            @Override
            public void run() {
                if (expired.getAsBoolean()) {
                    gone();
                }
            }
        };
    }

    private void gone() {
        if (!stopping) {
            leading = false;
            lost.run();
        }
    }

    private void leads(@Nullable String holder) {
        if (holder != null && !holder.isEmpty() && !identity.equals(holder)) {
            LOG.info("standing by: {} holds the Lease", holder);
        }
    }
}
