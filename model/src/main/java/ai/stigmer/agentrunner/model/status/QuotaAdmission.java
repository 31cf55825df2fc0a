package ai.stigmer.agentrunner.model.status;

import static java.util.stream.Collectors.joining;

import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the admission of ResourceQuotas says when it rejects an object. It names no causes, so it is known by how it
 * begins (checkRequest in k8s.io/apiserver/pkg/admission/plugin/resourcequota); names that users chose come after that.
 */
public final class QuotaAdmission {
    private static final List<String> NO_ROOM =
            List.of("exceeded quota: ", "insufficient quota to consume: ", "status unknown for quota: ");

    /** {@code failed quota: compute: must specify limits.cpu for: agent-runner,proxy; memory for: proxy}. */
    private static final Pattern UNSPECIFIED =
            Pattern.compile("^failed quota: ([^:]+): must specify (\\S+ for: [^ ;]+(?:; \\S+ for: [^ ;]+)*)");

    private static final Set<String> SHORT_FOR_REQUESTS = Set.of("cpu", "memory");

    private QuotaAdmission() {}

    /**
     * What is in the way.
     *
     * @param words of the rejection, without the name of what was rejected in front
     * @param object that was rejected, e.g. "the pod"
     * @return empty: it was rejected for something else
     */
    public static Optional<Finding> finding(String words, String object, RunnerSpec spec) {
        var quota = "; see kubectl describe quota -n " + spec.namespace();
        if (NO_ROOM.stream().anyMatch(words::startsWith)) {
            return Optional.of(Finding.waiting(
                    Reason.QuotaExceeded, "the namespace's quota leaves no room for " + object + ": " + words + quota));
        }
        var unspecified = UNSPECIFIED.matcher(words);
        return unspecified.matches()
                ? Optional.of(Finding.broken(
                        Reason.PodForbidden,
                        "quota " + unspecified.group(1) + " admits only pods that specify "
                                + resources(unspecified.group(2)) + ": set " + fields(unspecified.group(2), spec)
                                + " (resources in the spec replace the default as a whole)" + quota))
                : Optional.empty();
    }

    private static String resources(String unspecified) {
        return parts(unspecified).map(QuotaAdmission::resource).distinct().collect(joining(", "));
    }

    private static String fields(String unspecified, RunnerSpec spec) {
        return parts(unspecified)
                .flatMap(part -> containers(part).map(container -> ResourceField.of(container, resource(part), spec)))
                .collect(joining(", "));
    }

    private static Stream<String> parts(String unspecified) {
        return Arrays.stream(unspecified.split("; ", -1));
    }

    private static String resource(String part) {
        var resource = part.split(" for: ", 2)[0];
        return SHORT_FOR_REQUESTS.contains(resource) ? "requests." + resource : resource;
    }

    private static Stream<String> containers(String part) {
        return Arrays.stream(part.split(" for: ", 2)[1].split(",", -1));
    }
}
