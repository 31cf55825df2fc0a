package ai.stigmer.agentrunner.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What the operator's process takes with many AgentRunners.
 *
 * @param size how many there are
 * @param aliveEach bytes of the heap after a collection for each, beyond what it has with none
 * @param resident MB, all handled
 * @param residentPeak MB since it started, before any was made
 * @param restartSeconds from the start of a new process until it has looked at all of them
 * @param restartWrites of the new process, but for Events and the Lease
 * @param restartPeak MB of the new process since it started
 */
record Footprint(
        String scenario,
        int size,
        double aliveEach,
        double resident,
        double residentPeak,
        double restartSeconds,
        int restartWrites,
        double restartPeak) {

    static List<List<String>> table(List<Footprint> footprints) {
        var table = new ArrayList<List<String>>();
        table.add(List.of(
                "AgentRunners",
                "of which sort",
                "heap alive for each, bytes",
                "RSS MB, peak",
                "restart s",
                "writes",
                "RSS MB, peak"));
        for (var footprint : footprints) {
            table.add(List.of(
                    String.valueOf(footprint.size),
                    footprint.scenario,
                    Report.number(footprint.aliveEach, 0),
                    Report.number(footprint.resident, 0) + ", " + Report.number(footprint.residentPeak, 0),
                    Report.number(footprint.restartSeconds, 1),
                    String.valueOf(footprint.restartWrites),
                    Report.number(footprint.restartPeak, 0)));
        }
        return table;
    }
}
