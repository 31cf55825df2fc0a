package ai.stigmer.agentrunner.bench;

import ai.stigmer.agentrunner.testing.LocalCluster;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** One subject's way through the scenarios, in a namespace of its own: start, create, update, restart, delete. */
final class Series implements AutoCloseable {
    /** What a subject writes after the last AgentRunner is ready counts too. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(2);

    private static final Duration LONG = Duration.ofMinutes(10);
    /** Made before the subject starts. */
    private static final String FIRST = "first";
    /** Made while it is down; what lists in the order of names finds it last. */
    private static final String LAST = "zz-last";

    private final int run;
    private final LocalCluster cluster;
    private final KubernetesClient client;
    private final Audit audit;
    private final String namespace;
    private final SystemUnderTest subject;
    private final List<String> names;
    private final Stopwatch stopwatch;
    private final List<Figures> figures = new ArrayList<>();
    private SystemUnderTest.Worker worker = SystemUnderTest.NONE;

    /**
     * Nothing made yet.
     *
     * @param run its number
     * @param namespace empty
     */
    Series(int run, LocalCluster cluster, Audit audit, String namespace, SystemUnderTest subject, int size) {
        this.run = run;
        this.cluster = cluster;
        this.client = cluster.client();
        this.audit = audit;
        this.namespace = namespace;
        this.subject = subject;
        this.names = IntStream.range(0, size).mapToObj("r-%04d"::formatted).toList();
        this.stopwatch = new Stopwatch(client.getConfiguration(), namespace);
    }

    List<Figures> figures() {
        return figures;
    }

    /** From the start of what does the work until it has made what was there before. */
    void start() {
        var lap = stopwatch.begin(new Lap(1, subject.readyKind()));
        lap.asks(FIRST);
        subject.create(FIRST);
        started("start", 1, FIRST, lap);
    }

    /** Makes AgentRunners of these names, as the load has it. */
    void create(String scenario, List<String> names, BiConsumer<List<String>, Consumer<String>> load) {
        var lap = stopwatch.begin(new Lap(1, subject.readyKind()));
        var window = new Window();
        load.accept(names, name -> {
            lap.asks(name);
            subject.create(name);
        });
        lap.awaitReady();
        window.record(scenario, names.size(), lap);
    }

    void update() {
        var lap = stopwatch.begin(new Lap(2, subject.readyKind()));
        var window = new Window();
        Load.burst(names, name -> {
            lap.asks(name);
            subject.update(name);
        });
        lap.awaitReady();
        window.record("update " + names.size(), names.size(), lap);
    }

    /** Ends what does the work and starts it anew, over all that is there. */
    void restart() {
        worker.close();
        worker = SystemUnderTest.NONE;
        var lap = stopwatch.begin(new Lap(1, subject.readyKind()));
        lap.asks(LAST);
        subject.create(LAST);
        started("restart " + names.size(), names.size(), LAST, lap);
    }

    void delete() {
        var lap = stopwatch.begin(new Lap(1, subject.readyKind()));
        var window = new Window();
        Load.burst(names, name -> {
            lap.asks(name);
            subject.delete(name);
        });
        lap.awaitGone();
        awaitPodsGone();
        window.record(
                "delete " + names.size(), names.size(), System.nanoTime() - lap.began(), null, lap.toGone(), null);
    }

    List<String> names() {
        return names;
    }

    private void started(String scenario, int size, String runner, Lap lap) {
        var window = new Window();
        var spawned = System.nanoTime();
        worker = subject.start();
        lap.awaitDeployed();
        var took = lap.deployed(runner) - spawned;
        lap.awaitReady();
        if (worker.pid() != 0) {
            window.record(scenario, size, took, null, null, null);
        }
    }

    /** But for those of the first and the last. */
    private void awaitPodsGone() {
        var others = 2;
        var few = new ListOptionsBuilder().withLimit(others + 1L).build();
        Awaitility.await()
                .atMost(LONG)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> client.pods()
                                .inNamespace(namespace)
                                .list(few)
                                .getItems()
                                .size()
                        <= others);
    }

    /** Removes all of it, so that the next series finds the cluster as this one did. */
    @Override
    public void close() {
        worker.close();
        stopwatch.close();
        client.namespaces().withName(namespace).delete();
        Awaitility.await()
                .atMost(LONG)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> client.namespaces().withName(namespace).get() == null
                        && client.persistentVolumes().list().getItems().isEmpty());
    }

    /** Counts what happens between its making and the record. */
    private final class Window {
        private final long position = audit.position();
        private final Machine.Cpu before = Machine.cpu(pids());

        void record(String scenario, int size, Lap lap) {
            record(
                    scenario,
                    size,
                    lap.lastReady() - lap.began(),
                    lap.toDeployment(),
                    lap.toReady(),
                    lap.availableToReady());
        }

        void record(
                String scenario,
                int size,
                long nanos,
                @Nullable Percentiles toDeployment,
                @Nullable Percentiles toReady,
                @Nullable Percentiles availableToReady) {
            Awaitility.await().pollDelay(AFTERWARDS).atMost(LONG).until(() -> true);
            var used = Machine.cpu(pids()).since(before);
            var requests = audit.between(position, audit.position(), namespace, "(" + FIRST + "|" + LAST + ")");
            var pid = worker.pid();
            figures.add(new Figures(
                    run,
                    scenario,
                    subject.name(),
                    size,
                    nanos / 1e9,
                    toDeployment,
                    toReady,
                    availableToReady,
                    subject instanceof Floor ? null : requests,
                    used.processes(),
                    used.foreign(),
                    pid == 0 ? null : Machine.resident(pid),
                    pid == 0 ? null : Machine.residentPeak(pid)));
        }

        private Map<String, Long> pids() {
            var pids = new LinkedHashMap<>(cluster.processes());
            pids.put(Figures.BENCH, ProcessHandle.current().pid());
            if (worker.pid() != 0) {
                pids.put(Figures.OPERATOR, worker.pid());
            }
            return pids;
        }
    }
}
