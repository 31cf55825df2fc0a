package ai.stigmer.agentrunner.cli.container;

import ai.stigmer.agentrunner.cli.manifest.Configuration;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A container's variables by the rules of Kubernetes' documentation, apart from {@link EnvironmentPlanner}. */
final class ExpectedEnvironment {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\$|\\$\\(([^)]*)\\)");

    private ExpectedEnvironment() {}

    /**
     * With each reference to a Secret or ConfigMap as {@link References} has its value.
     *
     * @param planned where fields of the pod are taken from, which are compared elsewhere
     */
    static Map<String, String> of(Container container, Configuration configuration, Map<String, String> planned) {
        var expected = new HashMap<String, String>();
        for (var source : container.getEnvFrom()) {
            var object = source.getSecretRef() != null
                    ? configuration.secret(source.getSecretRef().getName())
                    : configuration.configMap(source.getConfigMapRef().getName());
            var prefix = Optional.ofNullable(source.getPrefix()).orElse("");
            object.orElseThrow()
                    .forEach((key, value) -> expected.put(prefix + key, new String(value, StandardCharsets.UTF_8)));
        }
        for (EnvVar variable : container.getEnv()) {
            var source = variable.getValueFrom();
            if (source == null) {
                var literal = Optional.ofNullable(variable.getValue()).orElse("");
                expected.put(variable.getName(), expanded(literal, expected));
            } else if (source.getSecretKeyRef() != null) {
                var key = source.getSecretKeyRef();
                expected.put(variable.getName(), key.getName() + "/" + key.getKey());
            } else if (source.getConfigMapKeyRef() != null) {
                var key = source.getConfigMapKeyRef();
                expected.put(variable.getName(), key.getName() + "/" + key.getKey());
            } else if (planned.containsKey(variable.getName())) {
                expected.put(variable.getName(), String.valueOf(planned.get(variable.getName())));
            }
        }
        return expected;
    }

    /** $(NAME) is the variable's value, or stays if there is none; $$ is $. */
    static String expanded(String text, Map<String, String> values) {
        return REFERENCE
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group().equals("$$") ? "$" : values.getOrDefault(match.group(1), match.group())));
    }
}
