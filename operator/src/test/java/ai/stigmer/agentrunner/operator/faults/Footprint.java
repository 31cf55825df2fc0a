package ai.stigmer.agentrunner.operator.faults;

import ai.stigmer.agentrunner.operator.testkit.OperatorProcess;
import ai.stigmer.agentrunner.testing.LiveHeap;

/**
 * What an operator's process holds on to.
 *
 * @param heapKib KiB of its heap that are alive
 * @param threads that it runs, the JVM's own among them
 */
record Footprint(int heapKib, int threads) {
    static Footprint of(OperatorProcess operator) {
        var heap = LiveHeap.bytes(operator.pid());
        var threads = LiveHeap.jcmd(operator.pid(), "Thread.print")
                .lines()
                .filter(line -> line.startsWith("\""))
                .count();
        return new Footprint(Math.toIntExact(heap / 1024), (int) threads);
    }

    @Override
    public String toString() {
        return heapKib + " KiB of heap and " + threads + " threads";
    }
}
