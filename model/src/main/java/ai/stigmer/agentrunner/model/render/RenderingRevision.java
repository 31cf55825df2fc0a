package ai.stigmer.agentrunner.model.render;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which of its renderings the pods of a Deployment are made by. What is rendered otherwise than by an earlier release would
 * restart every worker when the operator is upgraded, so it is a revision of its own, and a Deployment keeps its revision
 * until its spec changes the pods anyway:
 *
 * <ol>
 *   <li>release 0.1.0
 *   <li>spread constraints without a selector select the AgentRunner's pods; the volume at /tmp doesn't keep the cluster
 *       autoscaler from removing a node
 * </ol>
 *
 * @param number at least 1, at most that of {@link #CURRENT}
 */
public record RenderingRevision(int number) {
    private static final RenderingRevision FIRST = new RenderingRevision(1);

    /** What new pods are made by. */
    public static final RenderingRevision CURRENT = new RenderingRevision(2);

    private static final Pattern NUMBER = Pattern.compile("^[1-9]\\d{0,8}$");

    /**
     * The revision of a live Deployment.
     *
     * @return the first one where the Deployment names none, as release 0.1.0 did not; at most the newest, where a later
     *     release has made the Deployment and was rolled back
     */
    public static RenderingRevision of(Deployment live, RenderingRevision newest) {
        return Optional.ofNullable(live.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(Annotations.RENDERING_REVISION))
                .filter(value -> NUMBER.matcher(value).matches())
                .map(value -> new RenderingRevision(Math.min(Integer.parseInt(value), newest.number)))
                .orElse(FIRST);
    }

    /** Whether what came with the revision of this number is rendered. */
    boolean isAtLeast(int other) {
        return number >= other;
    }

    /** As it is written on the Deployment; empty for the first, which writes none. */
    Optional<String> annotation() {
        return isAtLeast(2) ? Optional.of(String.valueOf(number)) : Optional.empty();
    }
}
