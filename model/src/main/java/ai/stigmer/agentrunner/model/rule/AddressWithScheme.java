package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Temporal's SDKs, and workers that speak gRPC with the backend, look up a whole URL as a host name. One written in spec.env
 * is left alone: its author knows which worker reads it.
 */
final class AddressWithScheme implements Warning {
    private static final Map<String, String> VARIABLES = Map.of(
            "spec.temporal.address", "TEMPORAL_SERVICE_ADDRESS",
            "spec.backend.endpoint", "STIGMER_BACKEND_ENDPOINT");

    private static final Pattern URL = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*+)://([^/?#]*+)");
    private static final Pattern PORT = Pattern.compile(":\\d++$");

    @Override
    public Optional<Advice> check(RunnerSpec spec, Optional<PersistentVolumeClaim> claim) {
        return spec.addresses().entrySet().stream()
                .filter(address -> VARIABLES.containsKey(address.getKey()))
                .filter(address -> reachesTheWorker(spec, address))
                .flatMap(address -> URL.matcher(address.getValue()).results().map(url -> advice(address.getKey(), url)))
                .findFirst();
    }

    private static boolean reachesTheWorker(RunnerSpec spec, Map.Entry<String, String> address) {
        return spec.environment().stream()
                .anyMatch(variable -> variable.getName().equals(VARIABLES.get(address.getKey()))
                        && address.getValue().equals(variable.getValue()));
    }

    private static Advice advice(String field, MatchResult url) {
        var host = url.group(2).substring(url.group(2).lastIndexOf('@') + 1);
        return new Advice(
                Reason.AddressWithScheme,
                new Problem(
                        field + " begins with " + url.group(1) + "://",
                        "workers that expect host:port look up all of it as a name",
                        "write " + withPort(host, url.group(1))
                                + ", or, for a worker that wants a URL, set " + VARIABLES.get(field)
                                + " in spec.env instead"));
    }

    private static String withPort(String host, String scheme) {
        if (PORT.matcher(host).find()) {
            return host;
        }
        return switch (scheme) {
            case "https" -> host + ":443";
            case "http" -> host + ":80";
            default -> host + ":PORT";
        };
    }
}
