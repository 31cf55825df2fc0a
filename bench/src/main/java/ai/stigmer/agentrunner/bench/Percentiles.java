package ai.stigmer.agentrunner.bench;

import java.util.Collection;

/**
 * How long something took, over many.
 *
 * @param p50 milliseconds that half of them took at most
 */
record Percentiles(double p50, double p90, double p99) {

    /**
     * Of at least one.
     *
     * @param nanos in any order
     */
    static Percentiles of(Collection<Long> nanos) {
        var sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return new Percentiles(rank(sorted, 0.50), rank(sorted, 0.90), rank(sorted, 0.99));
    }

    /** The nearest-rank method: always one that was measured. */
    private static double rank(long[] sorted, double share) {
        var rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.max(rank, 1) - 1] / 1e6;
    }
}
