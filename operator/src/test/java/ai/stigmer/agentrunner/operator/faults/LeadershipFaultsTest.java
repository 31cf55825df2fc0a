package ai.stigmer.agentrunner.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.stigmer.agentrunner.operator.testkit.Fleet;
import ai.stigmer.agentrunner.operator.testkit.OperatorProcess;
import ai.stigmer.agentrunner.operator.testkit.RecordedWrites;
import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import ai.stigmer.agentrunner.testing.LocalCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A leader that dies, is cut off or freezes while there is work: another takes over, and never do two write. */
@Tag("faults")
class LeadershipFaultsTest {
    private static final LocalCluster CLUSTER = LocalCluster.up();
    private static final int RUNNERS = 40;
    /** Between two changes: always some work, on a slow machine, too. */
    private static final Duration PAUSE = Duration.ofMillis(100);
    /** The Lease counts for 15 s, and a standby tries every 2 s; the rest is a busy machine's. */
    private static final Duration TAKEOVER = Duration.ofSeconds(60);

    private final Replica first = Replica.create(CLUSTER);
    private final Replica second = Replica.create(CLUSTER);
    private final Fleet fleet =
            new Fleet(CLUSTER, Sandbox.create(CLUSTER, "leadership").namespace());
    private final CountDownLatch end = new CountDownLatch(1);
    private CompletableFuture<Void> users;
    private RecordedWrites all;

    @BeforeEach
    void work() {
        all = RecordedWrites.fromNow(CLUSTER);
        var random = new Random(1);
        for (int i = 0; i < RUNNERS; i++) {
            fleet.create(i, random);
        }
        users = CompletableFuture.runAsync(() -> {
            while (!ended(PAUSE)) {
                fleet.act(random);
            }
        });
    }

    @AfterEach
    void stop() {
        end.countDown();
        users.join();
        CLUSTER.client().namespaces().withName(fleet.namespace()).delete();
    }

    private boolean ended(Duration wait) {
        try {
            return end.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void killed() {
        try (var leader = start(first, first.kubeconfig());
                var standby = start(second, second.kubeconfig())) {
            awaitWrites(first);
            leader.kill();
            awaitWrites(second);
            assertThat(standby.isAlive()).isTrue();
        }
        assertNeverTwo("killed");
    }

    @Test
    void cut_off_and_returning() {
        isolated("cut off", Proxy::cut);
    }

    @Test
    void unplugged_and_returning() {
        isolated("unplugged", Proxy::swallow);
    }

    /** As a virtual machine that is moved, or a node that swaps: it wakes in the middle of what it was about to write. */
    @Test
    void frozen_and_returning() {
        for (int time = 1; time <= 3; time++) {
            var written = RecordedWrites.fromNow(CLUSTER);
            var sleeper = Replica.create(CLUSTER);
            var other = Replica.create(CLUSTER);
            try (var leader = start(sleeper, sleeper.kubeconfig())) {
                awaitWrites(sleeper);
                try (var standby = start(other, other.kubeconfig())) {
                    leader.signal("STOP");
                    awaitWrites(other);
                    leader.signal("CONT");
                    assertThat(leader.endsWithin(Duration.ofSeconds(30)))
                            .as("who lost the Lease ends: %s", leader.log())
                            .isTrue();
                    assertThat(standby.isAlive()).isTrue();
                }
            }
            assertNeverTwo("frozen, time " + time, sleeper, other, written);
        }
    }

    @Test
    void a_standby_whose_clock_is_an_hour_ahead_waits_like_any_other() {
        withClock("+1h");
    }

    @Test
    void a_standby_whose_clock_is_an_hour_behind_waits_no_longer_than_any_other() {
        withClock("-1h");
    }

    private void withClock(String offset) {
        var library = faketime();
        assumeTrue(library.isPresent(), "needs Debian's package libfaketime");
        try (var leader = start(first, first.kubeconfig())) {
            awaitWrites(first);
            // Not by its program, which would be signalled in the JVM's place; and without its fix for monotonic
            // clocks,
            // with which a JVM takes ten times as long.
            var launch = launch(second, second.kubeconfig())
                    .startedBy(
                            "env",
                            "LD_PRELOAD=" + library.get(),
                            "FAKETIME=" + offset,
                            "FAKETIME_DONT_FAKE_MONOTONIC=1",
                            "FAKETIME_FORCE_MONOTONIC_FIX=0");
            try (var standby = launch.start()) {
                Awaitility.await("the leader stays")
                        .during(Duration.ofSeconds(20))
                        .atMost(Duration.ofSeconds(25))
                        .until(leader::isAlive);
                assertThat(second.writes(all)).isEmpty();
                leader.kill();
                awaitWrites(second);
                assertThat(standby.isAlive()).isTrue();
            }
        }
        assertNeverTwo("clock " + offset);
    }

    private static Optional<Path> faketime() {
        try (var architectures = Files.list(Path.of("/usr/lib"))) {
            return architectures
                    .map(folder -> folder.resolve("faketime/libfaketimeMT.so.1"))
                    .filter(Files::isReadable)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void isolated(String fault, Consumer<Proxy> begin) {
        try (var proxy = Proxy.before(CLUSTER, first.kubeconfig());
                var leader = start(first, proxy.kubeconfig())) {
            awaitWrites(first);
            try (var standby = start(second, second.kubeconfig())) {
                begin.accept(proxy);
                awaitWrites(second);
                proxy.mend();
                assertThat(leader.endsWithin(Duration.ofSeconds(30)))
                        .as("who lost the Lease ends: %s", leader.log())
                        .isTrue();
                assertThat(leader.log()).containsPattern("the Lease (is lost|was not renewed in time)");
                try (var returned = start(first, proxy.kubeconfig())) {
                    fleetMoves();
                    assertThat(returned.isAlive()).isTrue();
                    assertThat(standby.isAlive()).isTrue();
                }
            }
        }
        assertNeverTwo(fault);
    }

    private static OperatorProcess start(Replica replica, Path kubeconfig) {
        return launch(replica, kubeconfig).start();
    }

    private static OperatorProcess.Launch launch(Replica replica, Path kubeconfig) {
        return new OperatorProcess.Launch(kubeconfig)
                .asItself()
                .shippedJava()
                .with(
                        "--leader-election",
                        "--lease-namespace=agentrunner-system",
                        "--lease-identity=" + replica.credential(),
                        OperatorProcess.NETWORK_POLICIES);
    }

    /** Until it acts. */
    private void awaitWrites(Replica replica) {
        var since = RecordedWrites.fromNow(CLUSTER);
        Awaitility.await(replica.credential() + " writes")
                .atMost(TAKEOVER)
                .pollInterval(Duration.ofMillis(250))
                .until(() -> !replica.writes(since).isEmpty());
    }

    /** Until the one that acts has written some more. */
    private void fleetMoves() {
        var since = RecordedWrites.fromNow(CLUSTER);
        Awaitility.await("the leader goes on")
                .atMost(TAKEOVER)
                .pollInterval(Duration.ofMillis(250))
                .until(() -> second.writes(since).size() > 50);
    }

    private void assertNeverTwo(String fault) {
        assertNeverTwo(fault, first, second, all);
    }

    private void assertNeverTwo(String fault, Replica before, Replica after, RecordedWrites written) {
        var successor = after.writes(written).getFirst().received();
        var writes = before.writes(written);
        assertThat(writes)
                .as("writes of the former leader after the first of its successor at %s", successor)
                .filteredOn(write -> write.received().isAfter(successor))
                .isEmpty();
        System.out.println(fault + ": " + writes.size() + " writes, then none for "
                + Duration.between(writes.getLast().received(), successor).toMillis() + " ms until the successor's");
    }
}
