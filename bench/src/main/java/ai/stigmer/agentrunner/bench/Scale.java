package ai.stigmer.agentrunner.bench;

import ai.stigmer.agentrunner.api.Phase;
import ai.stigmer.agentrunner.testing.LiveHeap;
import ai.stigmer.agentrunner.testing.LocalCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** What the operator's process takes with many AgentRunners, and with as many when it starts. */
final class Scale {
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    /** What is written after the last AgentRunner was looked at counts, too. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(10);

    /** What the AgentRunners are like, and what phase they come to. */
    enum Sort {
        SUSPENDED("suspended, ephemeral, 12 env entries", Phase.Suspended),
        READY("with a claim and a ready pod", Phase.Ready);

        private final String words;
        private final Phase phase;

        Sort(String words, Phase phase) {
            this.words = words;
            this.phase = phase;
        }

        /** For a table. */
        String words() {
            return words;
        }
    }

    private final LocalCluster cluster;
    private final Audit audit;
    private final Function<String, OperatorProcess> operator;

    /**
     * Nothing is made yet.
     *
     * @param operator starts one for a namespace: others may still be emptied
     */
    Scale(LocalCluster cluster, Audit audit, Function<String, OperatorProcess> operator) {
        this.cluster = cluster;
        this.audit = audit;
        this.operator = operator;
    }

    Footprint measure(Sort sort, int size) {
        var namespace = cluster.newNamespace("bench-scale");
        var names = IntStream.range(0, size).mapToObj("r-%05d"::formatted).toList();
        try {
            return measure(sort, namespace, names);
        } finally {
            cluster.client().namespaces().withName(namespace).delete();
        }
    }

    private Footprint measure(Sort sort, String namespace, List<String> names) {
        KubernetesClient client = cluster.client();
        double aliveEach;
        double resident;
        double residentPeak;
        try (var process = operator.apply(namespace)) {
            await(process, Phase.Ready, 0);
            var idle = LiveHeap.bytes(process.pid());
            Load.burst(names, name -> client.resource(Manifests.ofScale(sort, namespace, name))
                    .create());
            await(process, sort.phase, names.size());
            aliveEach = (double) (LiveHeap.bytes(process.pid()) - idle) / names.size();
            resident = Machine.resident(process.pid());
            residentPeak = Machine.residentPeak(process.pid());
        }
        var from = audit.position();
        var begun = System.nanoTime();
        try (var process = operator.apply(namespace)) {
            await(process, sort.phase, names.size());
            var seconds = (System.nanoTime() - begun) / 1e9;
            Awaitility.await().atMost(LONGEST).pollDelay(AFTERWARDS).until(() -> true);
            return new Footprint(
                    sort.words,
                    names.size(),
                    aliveEach,
                    resident,
                    residentPeak,
                    seconds,
                    audit.between(from, audit.position(), namespace, "none").writes(),
                    Machine.residentPeak(process.pid()));
        }
    }

    /** Until so many AgentRunners are in the phase, and none waits to be looked at. */
    private static void await(OperatorProcess process, Phase phase, int size) {
        Awaitility.await()
                .atMost(LONGEST)
                .pollInterval(BETWEEN_LOOKS)
                .ignoreExceptions()
                .until(() -> process.metric("agentrunner_agentrunners{phase=\"" + phase + "\"}") == size
                        && process.metric("agentrunner_operator_queue_depth") == 0
                        && process.metric("agentrunner_operator_workers_busy") == 0);
    }
}
