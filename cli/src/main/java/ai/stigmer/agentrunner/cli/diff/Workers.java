package ai.stigmer.agentrunner.cli.diff;

import ai.stigmer.agentrunner.cli.container.Planned;
import ai.stigmer.agentrunner.model.render.Annotations;
import ai.stigmer.agentrunner.model.spec.ImageReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What happens to the pods of an AgentRunner.
 *
 * @param deployment of the workers; empty: the operator leaves the one that there is as it is, or makes none
 * @param after what the operator makes of it all
 * @param live the Deployment of the cluster; empty: there is none, or it may not be read
 * @param build the Job that makes the image first; empty: none does
 * @param configMaps whose data changes
 */
record Workers(
        Optional<ObjectDiff> deployment,
        Planned after,
        Optional<Deployment> live,
        Optional<String> build,
        Set<String> configMaps) {
    private static final String TEMPLATE = "/spec/template";
    private static final String IMAGE = TEMPLATE + "/spec/containers/0/image";
    private static final String REPLICAS = "/spec/replicas";
    private static final String HASH = TEMPLATE + annotation(Annotations.TEMPLATE);
    private static final String BEFORE_SUSPEND = annotation(Annotations.REPLICAS_BEFORE_SUSPEND);

    /** More of them say no more. */
    private static final int REASONS = 6;

    /** As a JSON pointer has it (RFC 6901). */
    private static String annotation(String name) {
        return "/metadata/annotations/" + name.replace("~", "~0").replace("/", "~1");
    }

    /** Of the same repository, by their tags alone; empty: it stays. */
    Optional<Transition> image() {
        return deployment
                .filter(diff -> !diff.before(IMAGE).equals(diff.after(IMAGE)))
                .map(diff -> {
                    var to = diff.after(IMAGE).asText();
                    var from = Optional.of(diff.before(IMAGE).asText("")).filter(image -> !image.isEmpty());
                    return from.filter(image -> isRetagged(image, to))
                            .map(image -> new Transition(Optional.of(tag(image)), tag(to)))
                            .orElseGet(() -> new Transition(from, to));
                });
    }

    private static boolean isRetagged(String from, String to) {
        return !from.contains("@")
                && !to.contains("@")
                && parsed(from).repository().equals(parsed(to).repository());
    }

    private static String tag(String image) {
        return parsed(image).version().orElse(image);
    }

    private static ImageReference parsed(String image) {
        return ImageReference.parse(image, Optional.empty());
    }

    /** Empty: as many as before. */
    Optional<Transition> replicas() {
        return deployment
                .map(diff -> new Transition(
                        diff.before()
                                .map(tree -> described(diff.before(REPLICAS), diff.before(BEFORE_SUSPEND), stay())),
                        described(diff.after(REPLICAS), diff.after(BEFORE_SUSPEND), kept())))
                .filter(change -> !change.from().equals(Optional.of(change.to())));
    }

    private static String described(JsonNode replicas, JsonNode beforeSuspend, int otherwise) {
        if (!beforeSuspend.isMissingNode()) {
            return "0 (suspended)";
        }
        return replicas.isMissingNode() ? otherwise + " (left to whoever scales the Deployment)" : replicas.asText();
    }

    /** Whether those that run are replaced. */
    Verdict restart() {
        if (deployment.isEmpty()) {
            return new Verdict(
                    false,
                    after.obstacle().isEmpty() && build.isPresent()
                            ? "none run before the image is built"
                            : "what runs stays as it is");
        }
        var diff = deployment.get();
        int running =
                diff.before().map(tree -> diff.before(REPLICAS).asInt(stay())).orElse(0);
        int wanted = diff.after(REPLICAS).asInt(kept());
        if (wanted == 0) {
            return new Verdict(false, running == 0 ? "none run" : "all of them stop");
        }
        if (running == 0) {
            return new Verdict(false, "none run yet: " + started(wanted));
        }
        if (diff.before(HASH).equals(diff.after(HASH))) {
            return build.map(job -> new Verdict(true, "once Job " + job + " has built the image; " + manner(diff)))
                    .orElseGet(() -> new Verdict(false, "nothing in them changes"));
        }
        var reasons = TemplateChanges.of(diff.before(TEMPLATE), diff.after(TEMPLATE), configMaps);
        return new Verdict(true, because(reasons) + "; " + manner(diff));
    }

    /** Whether the operator makes nothing of them that it could: something is in the way. */
    boolean isHeldBack() {
        return deployment.isEmpty() && after.obstacle().isPresent();
    }

    /** Whether fewer pods than now have what is in them now: of an ephemeral workspace that is its files. */
    boolean isAnyStopped() {
        return deployment
                .filter(diff -> diff.before().isPresent())
                .filter(diff -> restart().holds()
                        || diff.after(REPLICAS).asInt(kept())
                                < diff.before(REPLICAS).asInt(stay()))
                .isPresent();
    }

    /** What others have scaled it to. */
    private int stay() {
        return live.map(found -> found.getSpec().getReplicas()).orElse(1);
    }

    private int kept() {
        return after.keptReplicas().orElseGet(this::stay);
    }

    private static String started(int count) {
        return count == 1 ? "1 is started" : count + " are started";
    }

    private static String because(List<String> reasons) {
        if (reasons.isEmpty()) {
            return "because the operator renders them anew";
        }
        if (reasons.size() == 1) {
            return "because " + reasons.getFirst() + " changes";
        }
        int shown = Math.min(reasons.size(), REASONS);
        int rest = reasons.size() - shown;
        var first = String.join(", ", reasons.subList(0, rest == 0 ? shown - 1 : shown));
        return "because " + first + " and " + (rest == 0 ? reasons.get(shown - 1) : rest + " more") + " change";
    }

    private static String manner(ObjectDiff diff) {
        return diff.after("/spec/strategy/type").asText().equals("Recreate")
                ? "the old ones stop before new ones start"
                : "each old one stays until a new one is ready";
    }
}
