package ai.stigmer.agentrunner.cli.cel;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Pattern;

/** Kubernetes' quantities (k8s.io/apimachinery/pkg/api/resource), e.g. {@code 10Gi} or {@code 500m}. */
final class KubernetesQuantity {
    /** An exponent of three digits would take as long to compute as it likes. */
    private static final Pattern FORM =
            Pattern.compile("([+-]?(?:[0-9]+(?:[.][0-9]*)?|[.][0-9]+))([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]{1,2})?");

    private static final Map<String, BigDecimal> FACTORS = Map.ofEntries(
            Map.entry("n", BigDecimal.valueOf(1, 9)),
            Map.entry("u", BigDecimal.valueOf(1, 6)),
            Map.entry("m", BigDecimal.valueOf(1, 3)),
            Map.entry("k", BigDecimal.valueOf(1, -3)),
            Map.entry("M", BigDecimal.valueOf(1, -6)),
            Map.entry("G", BigDecimal.valueOf(1, -9)),
            Map.entry("T", BigDecimal.valueOf(1, -12)),
            Map.entry("P", BigDecimal.valueOf(1, -15)),
            Map.entry("E", BigDecimal.valueOf(1, -18)),
            Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
            Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
            Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
            Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
            Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
            Map.entry("Ei", BigDecimal.valueOf(1L << 60)));

    private KubernetesQuantity() {}

    static boolean isQuantity(String text) {
        return FORM.matcher(text).matches();
    }

    /**
     * Its value.
     *
     * @throws NumberFormatException where it is none
     */
    static BigDecimal of(String text) {
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new NumberFormatException("quantities must match the regular expression of Kubernetes");
        }
        var number = new BigDecimal(parts.group(1));
        var suffix = parts.group(2);
        if (suffix == null) {
            return number;
        }
        return FACTORS.containsKey(suffix)
                ? number.multiply(FACTORS.get(suffix))
                : number.scaleByPowerOfTen(Integer.parseInt(suffix.substring(1)));
    }
}
