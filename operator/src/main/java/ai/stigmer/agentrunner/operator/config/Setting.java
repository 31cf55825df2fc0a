package ai.stigmer.agentrunner.operator.config;

import java.util.Locale;

/**
 * One setting: the flag {@code --NAME} and the environment variable {@code AGENTRUNNER_NAME}.
 *
 * @param name as in the flag, without dashes in front
 * @param label what stands for the value in the help
 * @param byDefault the value where neither is given
 * @param description for the help
 */
record Setting(String name, String label, String byDefault, String description) {

    static final String ENVIRONMENT = "AGENTRUNNER_";

    static Setting of(String name, String label, String byDefault, String description) {
        return new Setting(name, label, byDefault, description);
    }

    /** A setting that is true where the flag stands without a value. */
    static Setting flag(String name, boolean byDefault, String description) {
        return new Setting(name, "true|false", Boolean.toString(byDefault), description);
    }

    boolean isFlag() {
        return label.equals("true|false");
    }

    String flag() {
        return "--" + name;
    }

    String variable() {
        return ENVIRONMENT + name.replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
