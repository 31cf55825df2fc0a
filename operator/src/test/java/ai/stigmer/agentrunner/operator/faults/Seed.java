package ai.stigmer.agentrunner.operator.faults;

import java.util.Random;

/** Where a campaign's random choices come from: printed, and given again by -Dseed. */
final class Seed {
    private final long value;

    private Seed(long value) {
        this.value = value;
    }

    static Seed taken(String campaign) {
        var seed = new Seed(Long.getLong("seed", System.nanoTime() % 1_000_000));
        System.out.println(campaign + ": the same again with -Dseed=" + seed.value);
        return seed;
    }

    /** The same choices each time it is called with the same purpose. */
    Random choices(String purpose) {
        return new Random(value * 31 + purpose.hashCode());
    }
}
