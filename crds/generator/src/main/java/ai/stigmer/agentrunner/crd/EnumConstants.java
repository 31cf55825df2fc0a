package ai.stigmer.agentrunner.crd;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The constants of an enum that is API, each with the Javadoc that says what it means: read from its source. */
final class EnumConstants {
    private static final Pattern CONSTANT =
            Pattern.compile("/\\*\\*((?:(?!\\*/).)*)\\*/\\s+([A-Z]\\w*)(?=[,\\s}])", Pattern.DOTALL);

    private EnumConstants() {}

    /**
     * In the order of the source.
     *
     * @param source of the enum
     */
    static Map<String, String> of(String source) {
        var constants = new LinkedHashMap<String, String>();
        CONSTANT.matcher(source)
                .results()
                .forEach(constant -> constants.put(constant.group(2), meaning(constant.group(1))));
        return constants;
    }

    private static String meaning(String javadoc) {
        return javadoc.replaceAll("\\s+\\* ", " ")
                .replaceAll("\\{@code ([^}]*)}", "`$1`")
                .strip();
    }
}
