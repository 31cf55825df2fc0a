package ai.stigmer.agentrunner.bench;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of one subject in one scenario of one run.
 *
 * @param size how many AgentRunners
 * @param seconds from the first request to the last AgentRunner that is as asked for; of a start or restart: from the
 *     process's start until an AgentRunner that was made before has its Deployment
 * @param toDeployment from the request to the Deployment
 * @param toReady from the request until the AgentRunner says that it is ready, or until its Deployment is gone
 * @param availableToReady from the available Deployment to the AgentRunner that says so
 * @param requests of the subject in the namespace; not counted for the floor
 * @param cpu seconds of processor time by process
 * @param foreignCpu the same of all that has nothing to do with the benchmark
 * @param resident MB of the operator at the scenario's end
 * @param residentPeak MB of the operator since it started
 */
record Figures(
        int run,
        String scenario,
        String subject,
        int size,
        double seconds,
        @Nullable Percentiles toDeployment,
        @Nullable Percentiles toReady,
        @Nullable Percentiles availableToReady,
        Audit.@Nullable Requests requests,
        Map<String, Double> cpu,
        double foreignCpu,
        @Nullable Double resident,
        @Nullable Double residentPeak) {

    /** The benchmark itself: the user, the stopwatch and the ideal. */
    static final String BENCH = "bench";

    static final String OPERATOR = "operator";

    /** The CPU seconds of all processes together. */
    double allCpu() {
        return cpu.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
