package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A secret that everyone who may read the AgentRunner reads too. */
final class PlainTextKey implements Warning {
    private static final List<String> ENDINGS = List.of("_API_KEY", "_TOKEN", "_PASSWORD", "_SECRET");

    /** A URL's userinfo (RFC 3986) with a password. */
    private static final Pattern PASSWORD = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*+://[^/?#@:]*+:[^/?#@]++@");

    /** Stands for a dollar sign, with which no reference begins. */
    private static final String DOLLAR = "$$";

    private static final String MOVE = "put it into a Secret and use valueFrom.secretKeyRef";

    @Override
    public Optional<Advice> check(RunnerSpec spec, Optional<PersistentVolumeClaim> claim) {
        var keys = literals(spec)
                .filter(literal -> isKey(literal.name()) && !isReference(literal.value()))
                .map(literal -> advice(literal.path() + " holds a key in plain text", MOVE));
        var passwords = literals(spec)
                .filter(literal -> holdsPassword(literal.value()))
                .map(literal -> advice(literal.path() + " holds a password in plain text", MOVE));
        var addresses = spec.addresses().entrySet().stream()
                .filter(address -> holdsPassword(address.getValue()))
                .map(address -> advice(
                        address.getKey() + " holds a password in plain text",
                        "set the variable that it stands for in spec.env, by valueFrom.secretKeyRef"));
        var args = spec.build().stream()
                .flatMap(build -> build.args().entrySet().stream())
                .filter(arg -> isKey(arg.getKey()) && !arg.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .map(name -> advice(
                        "spec.build.args " + name + " holds a key in plain text, and so does the image",
                        "put it into a Secret and use spec.build.secrets"));
        return Stream.of(keys, addresses, passwords, args)
                .flatMap(found -> found)
                .findFirst();
    }

    private record Literal(String path, String name, String value) {}

    /** The worker's first, then those of the user's containers. */
    private static Stream<Literal> literals(RunnerSpec spec) {
        return Stream.concat(
                literals("spec.env", spec.environment()),
                UserContainer.of(spec).stream()
                        .flatMap(user -> literals(
                                user.path() + ".env",
                                Objects.requireNonNullElse(user.container().getEnv(), List.of()))));
    }

    private static Stream<Literal> literals(String path, List<EnvVar> variables) {
        return variables.stream()
                .filter(variable ->
                        variable.getValue() != null && !variable.getValue().isEmpty())
                .map(variable -> new Literal(path + " " + variable.getName(), variable.getName(), variable.getValue()));
    }

    private static boolean isKey(String name) {
        return ENDINGS.stream().anyMatch(name::endsWith);
    }

    /** Whether the kubelet fills in the value of another variable, e.g. {@code Bearer $(TOKEN)}. */
    private static boolean isReference(String value) {
        var plain = value.replace(DOLLAR, "");
        return withoutReferences(plain).length() < plain.length();
    }

    private static boolean holdsPassword(String value) {
        return PASSWORD.matcher(withoutReferences(value.replace(DOLLAR, ""))).lookingAt();
    }

    private static String withoutReferences(String value) {
        var rest = new StringBuilder();
        int from = 0;
        int start = value.indexOf("$(");
        int end = value.indexOf(')', start);
        while (start >= 0 && end >= 0) {
            rest.append(value, from, start);
            from = end + 1;
            start = value.indexOf("$(", from);
            end = value.indexOf(')', start);
        }
        return rest.append(value, from, value.length()).toString();
    }

    private static Advice advice(String what, String fix) {
        return new Advice(
                Reason.PlainTextKey, new Problem(what, "everyone who may read this AgentRunner can read it", fix));
    }
}
