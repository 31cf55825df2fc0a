package ai.stigmer.agentrunner.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Matcher;
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

    /** What a number, or what Go takes for one, begins with. */
    private static final String BEGINNINGS = "+-.0123456789";

    private static final Pattern INTEGER =
            Pattern.compile("([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))");

    /** Of the groups of {@link #INTEGER} that follow the sign. */
    private static final int[] RADIXES = {16, 2, 8, 10};

    private static final Pattern FLOAT = Pattern.compile("[-+]?([.][0-9]+|[0-9]+([.][0-9]*)?)([eE][-+]?[0-9]+)?");

    /** Characters; a longer one is no number that Kubernetes has a use for. */
    private static final int LONGEST_NUMBER = 100;

    private PlainScalar() {}

    /**
     * The value.
     *
     * @throws IllegalArgumentException where JSON has none for it
     */
    static JsonNode value(String text) {
        if (NULL.contains(text)) {
            return JSON.nullNode();
        }
        if (TRUE.contains(text) || FALSE.contains(text)) {
            return JSON.booleanNode(TRUE.contains(text));
        }
        if (BEGINNINGS.indexOf(text.charAt(0)) < 0) {
            return JSON.textNode(text);
        }
        if (NO_JSON.matcher(text).matches()) {
            throw new IllegalArgumentException("JSON has no " + text + ": write a number, or a text in quotes");
        }
        var digits = text.replace("_", "");
        if (digits.length() > LONGEST_NUMBER) {
            return JSON.textNode(text);
        }
        var integer = INTEGER.matcher(digits);
        if (integer.matches()) {
            return integer(integer, text);
        }
        // Go reads one that begins with a point as it stands.
        var isNumber = FLOAT.matcher(text.startsWith(".") ? text : digits).matches();
        return isNumber ? number(digits, text) : JSON.textNode(text);
    }

    private static JsonNode integer(Matcher digits, String text) {
        int group = 2;
        while (digits.group(group) == null) {
            group++;
        }
        int radix = RADIXES[group - 2];
        var number = new BigInteger(digits.group(1) + digits.group(group), radix);
        int most = number.signum() < 0 ? Long.SIZE - 1 : Long.SIZE;
        if (radix == 10 || number.bitLength() <= most) {
            return integer(number);
        }
        // Of an octal number beyond 64 bits Go makes a decimal one.
        return FLOAT.matcher(digits.group()).matches() ? number(digits.group(), text) : JSON.textNode(text);
    }

    /** Beyond 64 bits Go has a floating-point number. */
    private static JsonNode integer(BigInteger number) {
        if (number.bitLength() < Integer.SIZE) {
            // Jackson asks for an int where Kubernetes has IntOrString.
            return JSON.numberNode(number.intValue());
        }
        return number.bitLength() < Long.SIZE
                ? JSON.numberNode(number.longValue())
                : JSON.numberNode(number.doubleValue());
    }

    /** As JSON it is whole where nothing follows the point. */
    private static JsonNode number(String digits, String text) {
        double number = Double.parseDouble(digits);
        if (Double.isInfinite(number)) {
            return JSON.textNode(text);
        }
        if (number == 0) {
            return JSON.numberNode(0);
        }
        var decimal = new BigDecimal(digits);
        var plain = decimal.stripTrailingZeros();
        return plain.scale() <= 0 && plain.precision() - plain.scale() <= 18
                ? integer(plain.toBigIntegerExact())
                : JSON.numberNode(decimal);
    }

    /**
     * What a field is called whose name is a number: JSON has texts alone (sigs.k8s.io/yaml, convertToJSONableObject).
     *
     * @param text as it was written
     */
    static String key(JsonNode number, String text) {
        var isWhole = number.isIntegralNumber()
                && INTEGER.matcher(text.replace("_", "")).matches();
        return isWhole ? number.asText() : shortest((float) number.asDouble());
    }

    /** As Go's strconv.FormatFloat(number, 'g', -1, 32). */
    private static String shortest(float number) {
        if (Float.isInfinite(number)) {
            return number < 0 ? "-.inf" : ".inf";
        }
        var decimal = new BigDecimal(Float.toString(number)).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= -4 && exponent < 6) {
            return decimal.toPlainString();
        }
        var digits = decimal.movePointLeft(exponent).stripTrailingZeros().toPlainString();
        return "%se%s%02d".formatted(digits, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
}
