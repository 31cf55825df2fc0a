package ai.stigmer.agentrunner.model.spec;

import ai.stigmer.agentrunner.api.UnhealthyPodEviction;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.Optional;

/**
 * A PodDisruptionBudget to make.
 *
 * @param minAvailable present unless maxUnavailable is
 * @param unhealthy whether pods that run and are not ready count
 */
public record BudgetSpec(
        Optional<IntOrString> minAvailable, Optional<IntOrString> maxUnavailable, UnhealthyPodEviction unhealthy) {

    /** What is made where several replicas run and the spec says nothing. */
    static final IntOrString MIN_AVAILABLE = new IntOrString(1);

    /**
     * Whether it lets a drain take no ready pod at all. Shares are rounded up, as the disruption controller does.
     *
     * @param replicas empty: an autoscaler sets the number, and only a share of all or of none of them can be told
     */
    public boolean allowsNoDisruption(Optional<Integer> replicas) {
        return maxUnavailable.map(most -> pods(most, replicas.orElse(1)) == 0).orElseGet(() -> minAvailable
                .filter(least -> isAll(least, replicas))
                .isPresent());
    }

    private static boolean isAll(IntOrString least, Optional<Integer> replicas) {
        return replicas.map(count -> pods(least, count) >= count).orElseGet(() -> "100%".equals(least.getStrVal()));
    }

    /** The CRD's rules see to it that a string is a percentage. */
    private static long pods(IntOrString value, int replicas) {
        return value.getStrVal() == null
                ? value.getIntVal()
                : Math.ceilDiv(Long.parseLong(value.getStrVal().replace("%", "")) * replicas, 100L);
    }
}
