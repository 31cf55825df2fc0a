package ai.stigmer.agentrunner.cli.container;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Kubernetes' quantities as the numbers that a container runtime takes. */
final class Amounts {
    private static final BigDecimal NANO = BigDecimal.valueOf(1_000_000_000);

    /** What the kubelet makes of a CPU asked for, and the least that the kernel takes. */
    private static final BigDecimal SHARES_OF_A_CPU = BigDecimal.valueOf(1024);

    private static final int LEAST_SHARES = 2;

    private static final int MOST_SHARES = 262_144;

    private Amounts() {}

    static ContainerSpec.Limits limits(@Nullable ResourceRequirements resources) {
        if (resources == null) {
            return new ContainerSpec.Limits(0, 0, 0, 0);
        }
        return new ContainerSpec.Limits(
                whole(amount(resources.getLimits(), "memory")),
                whole(amount(resources.getLimits(), "cpu").multiply(NANO)),
                whole(amount(resources.getRequests(), "memory")),
                shares(amount(resources.getRequests(), "cpu")));
    }

    static long bytes(@Nullable Quantity quantity) {
        return quantity == null ? 0 : whole(quantity.getNumericalAmount());
    }

    /** As resourceFieldRef counts: in units of the divisor, whole, rounded up. */
    static String divided(Quantity amount, @Nullable Quantity divisor) {
        var unit = divisor == null || divisor.getNumericalAmount().signum() == 0
                ? BigDecimal.ONE
                : divisor.getNumericalAmount();
        return amount.getNumericalAmount().divide(unit, 0, RoundingMode.CEILING).toPlainString();
    }

    private static BigDecimal amount(@Nullable Map<String, Quantity> amounts, String name) {
        return Optional.ofNullable(amounts)
                .map(all -> all.get(name))
                .map(Quantity::getNumericalAmount)
                .orElse(BigDecimal.ZERO);
    }

    /** As the kubelet counts: whole thousandths of a CPU, rounded up, and of their shares the fraction left out. */
    private static int shares(BigDecimal cpus) {
        var thousandths = cpus.movePointRight(3).setScale(0, RoundingMode.CEILING);
        var shares = thousandths.multiply(SHARES_OF_A_CPU).movePointLeft(3).setScale(0, RoundingMode.FLOOR);
        return cpus.signum() == 0 ? 0 : Math.clamp(whole(shares), LEAST_SHARES, MOST_SHARES);
    }

    private static long whole(BigDecimal number) {
        return number.min(BigDecimal.valueOf(Long.MAX_VALUE))
                .setScale(0, RoundingMode.CEILING)
                .longValue();
    }
}
