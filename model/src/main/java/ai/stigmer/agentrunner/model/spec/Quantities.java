package ai.stigmer.agentrunner.model.spec;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Quantities whose value can be computed at a bounded cost: to compute one, the API server and others write out what an
 * exponent asks for, digit by digit.
 */
public final class Quantities {
    /** As in the rules of the CRD, which refuses others where it looks at them. */
    private static final int MOST_CHARACTERS = 32;

    /** Kubernetes' grammar (k8s.io/apimachinery, resource.Quantity), but for larger exponents. */
    private static final Pattern BOUNDED =
            Pattern.compile("^[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?\\d{1,2})?");

    private static final Set<String> MAPS = Set.of("limits", "requests");
    private static final Set<String> FIELDS =
            Set.of("emptyDir.sizeLimit", "resourceFieldRef.divisor", "ephemeral.sizeLimit", "claim.size");

    private Quantities() {}

    /** Whether it is one; of at most 32 characters, with an exponent of at most two digits. */
    public static boolean isBounded(String text) {
        return text.length() <= MOST_CHARACTERS && BOUNDED.matcher(text).matches();
    }

    /** Its value, in the unit of what it measures, e.g. bytes or cores; empty: it isn't {@linkplain #isBounded bounded}. */
    public static Optional<BigDecimal> value(String text) {
        return isBounded(text) ? Optional.of(new Quantity(text).getNumericalAmount()) : Optional.empty();
    }

    /**
     * Whether a field is one by its type, in an AgentRunner's spec or in what is made of it.
     *
     * @param parent the field that the object with it is the value of
     */
    public static boolean isField(String parent, String field) {
        return MAPS.contains(parent) || FIELDS.contains(parent + "." + field);
    }
}
