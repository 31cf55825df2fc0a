package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A secret that everyone who may read the AgentRunner reads too. */
final class PlainTextKey implements Warning {
    private static final List<String> ENDINGS = List.of("_API_KEY", "_TOKEN", "_PASSWORD", "_SECRET");

    /** A URL's userinfo (RFC 3986) with a password. */
    private static final Pattern PASSWORD = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*+://[^/?#@:]*+:[^/?#@]++@");

    private static final String MOVE = "put it into a Secret and use valueFrom.secretKeyRef";

    @Override
    public Optional<Advice> check(RunnerSpec spec, Optional<PersistentVolumeClaim> claim) {
        var keys = literals(spec)
                .filter(variable -> isKey(variable.getName()))
                .map(variable -> advice("spec.env " + variable.getName() + " holds a key in plain text", MOVE));
        var passwords = literals(spec)
                .filter(variable -> holdsPassword(variable.getValue()))
                .map(variable -> advice("spec.env " + variable.getName() + " holds a password in plain text", MOVE));
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

    private static Stream<EnvVar> literals(RunnerSpec spec) {
        return spec.environment().stream()
                .filter(variable ->
                        variable.getValue() != null && !variable.getValue().isEmpty());
    }

    private static boolean isKey(String name) {
        return ENDINGS.stream().anyMatch(name::endsWith);
    }

    private static boolean holdsPassword(String value) {
        return PASSWORD.matcher(value).lookingAt();
    }

    private static Advice advice(String what, String fix) {
        return new Advice(
                Reason.PlainTextKey, new Problem(what, "everyone who may read this AgentRunner can read it", fix));
    }
}
