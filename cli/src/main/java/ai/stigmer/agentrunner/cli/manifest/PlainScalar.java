package ai.stigmer.agentrunner.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What kubectl takes a text without quotes for: YAML 1.1 as Go's library reads it (go.yaml.in/yaml/v2, resolve.go), and
 * then JSON, in which a whole number is one however it was written.
 */
final class PlainScalar {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final Set<String> TRUE =
            Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");

    private static final Set<String> FALSE =
            Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");

    private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");

    private static final Pattern NO_JSON = Pattern.compile("[-+]?[.](inf|Inf|INF)|[.](nan|NaN|NAN)");

    private static final Pattern INTEGER =
            Pattern.compile("([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)");

    private static final Pattern FLOAT = Pattern.compile("[-+]?([.][0-9]+|[0-9]+([.][0-9]*)?)([eE][-+]?[0-9]{1,3})?");

    /** Characters; a longer one is no number that Kubernetes has a use for. */
    private static final int LONGEST_NUMBER = 100;

    private PlainScalar() {}

    /**
     * The value.
     *
     * @throws IllegalArgumentException where JSON has none for it
     */
    static JsonNode value(String text) {
        if (NO_JSON.matcher(text).matches()) {
            throw new IllegalArgumentException("JSON has no " + text + ": write a number, or a text in quotes");
        }
        if (NULL.contains(text)) {
            return JSON.nullNode();
        }
        if (TRUE.contains(text) || FALSE.contains(text)) {
            return JSON.booleanNode(TRUE.contains(text));
        }
        var digits = text.replace("_", "");
        if (digits.isEmpty() || digits.length() > LONGEST_NUMBER || text.startsWith("_")) {
            return JSON.textNode(text);
        }
        if (INTEGER.matcher(digits).matches()) {
            return integer(integerOf(digits));
        }
        return FLOAT.matcher(digits).matches() ? number(new BigDecimal(digits), text) : JSON.textNode(text);
    }

    private static BigInteger integerOf(String digits) {
        var sign = digits.startsWith("-") ? "-" : "";
        var rest = digits.replaceFirst("^[-+]", "");
        if (rest.matches("0[xX].*")) {
            return new BigInteger(sign + rest.substring(2), 16);
        }
        if (rest.matches("0[bB].*")) {
            return new BigInteger(sign + rest.substring(2), 2);
        }
        return rest.matches("0[oO]?[0-7]+")
                ? new BigInteger(sign + rest.replaceFirst("0[oO]?", ""), 8)
                : new BigInteger(sign + rest);
    }

    /** Beyond 64 bits Go has a floating-point number. */
    private static JsonNode integer(BigInteger number) {
        if (number.bitLength() < Integer.SIZE) {
            // Jackson asks for an int where Kubernetes has IntOrString.
            return JSON.numberNode(number.intValue());
        }
        return number.bitLength() < Long.SIZE ? JSON.numberNode(number.longValue()) : JSON.numberNode(number);
    }

    /** As JSON it is whole where nothing follows the point. */
    private static JsonNode number(BigDecimal number, String text) {
        if (Double.isInfinite(number.doubleValue())) {
            return JSON.textNode(text);
        }
        var plain = number.stripTrailingZeros();
        return plain.scale() <= 0 && plain.precision() - plain.scale() <= 18
                ? integer(plain.toBigIntegerExact())
                : JSON.numberNode(number);
    }
}
