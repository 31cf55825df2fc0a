package ai.stigmer.agentrunner.cli.container;

import ai.stigmer.agentrunner.cli.manifest.Configuration;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.ObjectFieldSelector;
import io.fabric8.kubernetes.api.model.ResourceFieldSelector;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A container's environment with every value in it, in the kubelet's order: envFrom, then env. What the command line adds
 * stands where the manifest has the variable, before env otherwise, so that {@code $(NAME)} finds it.
 */
final class EnvironmentPlanner {
    private final Configuration configuration;
    private final Findings findings;
    private final Map<String, String> fields;
    private final Container container;
    private final Map<String, ContainerSpec.Variable> variables = new LinkedHashMap<>();

    /**
     * For one container.
     *
     * @param fields what fieldRef may name, by path
     */
    EnvironmentPlanner(
            Container container, Configuration configuration, Map<String, String> fields, Findings findings) {
        this.container = container;
        this.configuration = configuration;
        this.fields = fields;
        this.findings = findings;
    }

    List<ContainerSpec.Variable> plan(Map<String, String> overrides) {
        container.getEnvFrom().forEach(this::all);
        var inPlace = container.getEnv().stream().map(EnvVar::getName).collect(Collectors.toSet());
        overrides.forEach((name, value) -> {
            if (!inPlace.contains(name)) {
                set(name, value, true);
            }
        });
        for (var variable : container.getEnv()) {
            var override = overrides.get(variable.getName());
            if (override == null) {
                one(variable);
            } else {
                set(variable.getName(), override, true);
            }
        }
        return List.copyOf(variables.values());
    }

    /** The same as a map, for {@code $(NAME)} in the command. */
    static Map<String, String> values(List<ContainerSpec.Variable> variables) {
        return map(variables, ContainerSpec.Variable::value);
    }

    /** The same without values of secrets. */
    static Map<String, String> shown(List<ContainerSpec.Variable> variables) {
        return map(variables, ContainerSpec.Variable::shown);
    }

    private static Map<String, String> map(
            List<ContainerSpec.Variable> variables, Function<ContainerSpec.Variable, String> value) {
        var values = new LinkedHashMap<String, String>();
        variables.forEach(variable -> values.put(variable.name(), value.apply(variable)));
        return values;
    }

    private void all(EnvFromSource source) {
        var prefix = source.getPrefix() == null ? "" : source.getPrefix();
        if (source.getConfigMapRef() != null) {
            var name = source.getConfigMapRef().getName();
            configuration
                    .configMap(name)
                    .ifPresentOrElse(
                            values -> values.forEach((key, value) -> set(prefix + key, text(value), false)),
                            () -> missing(source.getConfigMapRef().getOptional(), "ConfigMap " + name, "envFrom"));
        }
        if (source.getSecretRef() != null) {
            var name = source.getSecretRef().getName();
            configuration
                    .secret(name)
                    .ifPresentOrElse(
                            values -> values.forEach((key, value) -> set(prefix + key, text(value), true)),
                            () -> missing(source.getSecretRef().getOptional(), "Secret " + name, "envFrom"));
        }
    }

    private void one(EnvVar variable) {
        var source = variable.getValueFrom();
        if (source == null) {
            var value = variable.getValue() == null ? "" : variable.getValue();
            var isSecret = variables.values().stream()
                    .anyMatch(known -> known.secret() && value.contains("$(" + known.name() + ")"));
            set(variable.getName(), Expansion.expand(value, values(List.copyOf(variables.values()))), isSecret);
            return;
        }
        if (source.getSecretKeyRef() != null) {
            var reference = source.getSecretKeyRef();
            key(
                    variable.getName(),
                    configuration.secret(reference.getName()),
                    reference.getKey(),
                    reference.getOptional(),
                    "Secret " + reference.getName(),
                    true);
        } else if (source.getConfigMapKeyRef() != null) {
            var reference = source.getConfigMapKeyRef();
            key(
                    variable.getName(),
                    configuration.configMap(reference.getName()),
                    reference.getKey(),
                    reference.getOptional(),
                    "ConfigMap " + reference.getName(),
                    false);
        } else {
            field(variable.getName(), source);
        }
    }

    private void key(
            String name,
            Optional<Map<String, byte[]>> values,
            String key,
            @Nullable Boolean optional,
            String object,
            boolean secret) {
        values.map(all -> all.get(key))
                .ifPresentOrElse(
                        value -> set(name, text(value), secret),
                        () -> missing(
                                optional,
                                values.isPresent() ? "key " + key + " of " + object : object + " with its key " + key,
                                "variable " + name));
    }

    private void field(String name, EnvVarSource source) {
        var value = Optional.ofNullable(source.getFieldRef())
                .map(ObjectFieldSelector::getFieldPath)
                .map(fields::get)
                .or(() -> Optional.ofNullable(source.getResourceFieldRef()).flatMap(this::resource));
        value.ifPresentOrElse(
                known -> set(name, known, false),
                () -> findings.unsupported(
                        "spec.env " + name, "it is not set: a container has no such field of a pod"));
    }

    private Optional<String> resource(ResourceFieldSelector selector) {
        var path = selector.getResource().split("[.]", 2);
        var amounts = path[0].equals("limits")
                ? container.getResources().getLimits()
                : container.getResources().getRequests();
        return path.length < 2 || amounts == null
                ? Optional.empty()
                : Optional.ofNullable(amounts.get(path[1]))
                        .map(amount -> Amounts.divided(amount, selector.getDivisor()));
    }

    private void set(String name, String value, boolean secret) {
        // The kubelet leaves out what can't be a variable's name.
        if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
            return;
        }
        variables.remove(name);
        variables.put(name, new ContainerSpec.Variable(name, value, secret));
    }

    private void missing(@Nullable Boolean optional, String object, String forWhat) {
        if (!Boolean.TRUE.equals(optional)) {
            findings.missing(object + ", for " + forWhat);
        }
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }
}
