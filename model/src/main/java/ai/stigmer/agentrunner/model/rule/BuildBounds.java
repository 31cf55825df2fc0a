package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.model.spec.BuildDefaults;
import ai.stigmer.agentrunner.model.spec.BuildSpec;
import ai.stigmer.agentrunner.model.spec.Quantities;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How much of the installation one build may take.
 *
 * @param timeout the longest that spec.build.timeoutSeconds may be
 * @param resources the most that spec.build.resources may request, and set as a limit, by resource; one that isn't here
 *     has no bound
 */
public record BuildBounds(Duration timeout, Map<String, Quantity> resources) {
    public static final String TIMEOUT_SETTING = "builds.maxTimeout";
    public static final String RESOURCES_SETTING = "builds.maxResources";

    /** Longer than anything that the CRD admits, and as much as there is. */
    public static final BuildBounds NONE = new BuildBounds(Duration.ofDays(1), Map.of());

    /** Of an installation that says nothing: room for large images, and no build that takes a node for a day. */
    public static final BuildBounds BY_DEFAULT = new BuildBounds(
            Duration.ofHours(2),
            Map.of("cpu", new Quantity("8"), "memory", new Quantity("16Gi"), BuildSpec.SCRATCH, new Quantity("50Gi")));

    /** What a container can take without end, and what it requests where a limit is set for it. */
    private static final Map<String, Quantity> LIMITED =
            Map.of("memory", new Quantity("512Mi"), BuildSpec.SCRATCH, new Quantity("1Gi"));

    public BuildBounds {
        resources = Map.copyOf(resources);
    }

    /** The first thing that is beyond a bound; empty: nothing is. Defaults never are: {@link #applyTo} lowers them. */
    Optional<Problem> violation(BuildSpec build) {
        return timeout(build)
                .or(() -> build.resources().equals(BuildDefaults.RESOURCES)
                        ? Optional.empty()
                        : Stream.of(
                                        resources("limits", build.resources().getLimits()),
                                        resources("requests", build.resources().getRequests()))
                                .flatMap(Optional::stream)
                                .findFirst());
    }

    private Optional<Problem> timeout(BuildSpec build) {
        return build.timeoutSeconds() > timeout.toSeconds() && build.timeoutSeconds() != BuildDefaults.TIMEOUT_SECONDS
                ? Optional.of(new Problem(
                        "spec.build.timeoutSeconds is " + build.timeoutSeconds() + ", above " + timeout.toSeconds(),
                        "this installation bounds how long a build may take",
                        "write at most " + timeout.toSeconds() + ", or ask whoever runs the operator to raise "
                                + TIMEOUT_SETTING))
                : Optional.empty();
    }

    private Optional<Problem> resources(String part, Map<String, Quantity> given) {
        return new TreeMap<>(given)
                .entrySet().stream()
                        .filter(entry -> isBeyond(entry.getKey(), entry.getValue()))
                        .findFirst()
                        .map(entry -> {
                            var bound = Objects.requireNonNull(resources.get(entry.getKey()));
                            return new Problem(
                                    "spec.build.resources." + part + "." + entry.getKey() + " is " + entry.getValue()
                                            + ", above " + bound,
                                    "this installation bounds what a build may use",
                                    "write at most " + bound + ", or ask whoever runs the operator to raise it in "
                                            + RESOURCES_SETTING);
                        });
    }

    private boolean isBeyond(String resource, Quantity quantity) {
        var bound = resources.get(resource);
        return bound != null && value(quantity).compareTo(value(bound)) > 0;
    }

    private static BigDecimal value(Quantity quantity) {
        return Quantities.value(quantity.toString()).orElse(BigDecimal.ZERO);
    }

    /**
     * A build as it is to run: its defaults are no higher than the bounds, and memory and disk have a limit where they are
     * bounded, since a request alone keeps no process from taking more.
     */
    public BuildSpec applyTo(BuildSpec build) {
        var limits = lowered(build.resources().getLimits());
        var requests = lowered(build.resources().getRequests());
        LIMITED.forEach((resource, request) -> limit(resource, request, requests, limits));
        return build.within(
                (int) Math.min(build.timeoutSeconds(), timeout.toSeconds()),
                new ResourceRequirementsBuilder(build.resources())
                        .withLimits(limits)
                        .withRequests(requests)
                        .build());
    }

    private Map<String, Quantity> lowered(Map<String, Quantity> given) {
        var lowered = new TreeMap<>(given);
        lowered.replaceAll((resource, quantity) ->
                isBeyond(resource, quantity) ? Objects.requireNonNull(resources.get(resource)) : quantity);
        return lowered;
    }

    /** With a limit and no request, Kubernetes would request as much as the limit. */
    private void limit(
            String resource, Quantity request, Map<String, Quantity> requests, Map<String, Quantity> limits) {
        var bound = resources.get(resource);
        if (bound != null && !limits.containsKey(resource)) {
            limits.put(resource, bound);
            requests.putIfAbsent(resource, isBeyond(resource, request) ? bound : request);
        }
    }
}
