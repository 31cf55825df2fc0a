package ai.stigmer.agentrunner.model.reconcile;

import ai.stigmer.agentrunner.model.reconcile.LastApply.Target;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one AgentRunner between reconciles. It decides nothing that the cluster doesn't tell as well: an
 * operator that starts anew knows none of it.
 */
final class RunnerState {
    private @Nullable String statusUid;
    private long statusVersion;
    private @Nullable String unreadyUid;
    private @Nullable QueuedBuild queuedBuild;
    private @Nullable AdmittedBuild admittedBuild;
    private @Nullable Long failingSince;
    private boolean mayLoseItsTurn;
    private final Map<Target, LastApply> applies = new HashMap<>(0);

    /**
     * A build that waits for its turn.
     *
     * @param since when it began to wait, in whole seconds
     * @param order tells apart those that began in the same second
     */
    record QueuedBuild(Instant since, long order) {}

    /**
     * A build whose Job may be made.
     *
     * @param job its name
     * @param at in nanoseconds of the monotonic clock
     */
    record AdmittedBuild(String job, long at) {}

    RunnerState() {}

    RunnerState(RunnerState other) {
        synchronized (other) {
            statusUid = other.statusUid;
            statusVersion = other.statusVersion;
            unreadyUid = other.unreadyUid;
            queuedBuild = other.queuedBuild;
            admittedBuild = other.admittedBuild;
            failingSince = other.failingSince;
            mayLoseItsTurn = other.mayLoseItsTurn;
            applies.putAll(other.applies);
        }
    }

    /** Notes the reply to a status write of ours. */
    synchronized void wroteStatus(HasMetadata reply) {
        statusUid = reply.getMetadata().getUid();
        statusVersion = version(reply);
    }

    /** Whether we wrote a status since: the watch will tell. */
    synchronized boolean isOlderThanOwnStatus(HasMetadata seen) {
        return seen.getMetadata().getUid().equals(statusUid) && version(seen) < statusVersion;
    }

    /** Whether it is just as our last status write left it. */
    synchronized boolean isOwnStatus(HasMetadata seen) {
        return seen.getMetadata().getUid().equals(statusUid) && version(seen) == statusVersion;
    }

    /** Notes an AgentRunner that was seen before it had a status. */
    synchronized void sawUnready(String uid) {
        unreadyUid = uid;
    }

    /** Whether this is the first time that it is ready, and it was seen before it had a status. */
    synchronized boolean isFirstReadiness(String uid) {
        var isFirst = uid.equals(unreadyUid);
        if (isFirst) {
            unreadyUid = null;
        }
        return isFirst;
    }

    synchronized Optional<QueuedBuild> queuedBuild() {
        return Optional.ofNullable(queuedBuild);
    }

    /** Says whether it did not wait yet. */
    synchronized boolean queueBuild(QueuedBuild build) {
        if (queuedBuild != null) {
            return false;
        }
        queuedBuild = build;
        return true;
    }

    synchronized boolean unqueueBuild() {
        var waited = queuedBuild != null;
        queuedBuild = null;
        return waited;
    }

    synchronized Optional<AdmittedBuild> admittedBuild() {
        return Optional.ofNullable(admittedBuild);
    }

    synchronized void admitBuild(AdmittedBuild build) {
        admittedBuild = build;
    }

    synchronized void forgetAdmission() {
        admittedBuild = null;
    }

    /**
     * Notes that a reconcile failed; since when they all did.
     *
     * @param now in nanoseconds of the monotonic clock
     */
    synchronized Duration failingSince(long now) {
        var since = failingSince == null ? now : failingSince;
        failingSince = since;
        return Duration.ofNanos(now - since);
    }

    synchronized boolean isFailing() {
        return failingSince != null;
    }

    synchronized void succeeded() {
        failingSince = null;
    }

    /** Whether its build has begun, and no node has taken its pod for long. */
    synchronized boolean mayLoseItsTurn() {
        return mayLoseItsTurn;
    }

    synchronized void mayLoseItsTurn(boolean may) {
        mayLoseItsTurn = may;
    }

    /** The last apply of each object that was there already. For the reconcile under way alone. */
    Map<Target, LastApply> applies() {
        return applies;
    }

    @Override
    public synchronized String toString() {
        return statusUid + "@" + statusVersion
                + (queuedBuild == null ? "" : ", build queued since " + queuedBuild.since())
                + (admittedBuild == null ? "" : ", admitted " + admittedBuild.job())
                + (failingSince == null ? "" : ", failing")
                + (mayLoseItsTurn ? ", may lose its turn" : "")
                + applies;
    }

    private static long version(HasMetadata object) {
        return Long.parseLong(object.getMetadata().getResourceVersion());
    }
}
