package ai.stigmer.agentrunner.model.status;

import ai.stigmer.agentrunner.model.Messages;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why the scheduler places a pod nowhere, e.g. {@code 0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't match
 * pod affinity rules. preemption: 0/3 nodes are available: …} (FitError in k8s.io/kubernetes/pkg/scheduler/framework).
 *
 * @param summary the message without its second sentence, which is about evicting others
 * @param reasons each without its number of nodes; empty: the message is not of that form
 */
public record SchedulerMessage(String summary, List<String> reasons) {
    private static final Pattern FORM =
            Pattern.compile("^0/\\d+ nodes are available: (.*?)(?:\\. .*)?", Pattern.DOTALL);

    /** Of the plugin VolumeBinding, about a claim whose class binds it at once. */
    private static final String UNBOUND = "pod has unbound immediate PersistentVolumeClaims";

    /**
     * Of the plugins VolumeBinding, VolumeZone and VolumeRestrictions. Matched whole: a word of it may stand in what
     * users name, e.g. in an extended resource that is insufficient.
     */
    private static final Pattern CLAIM =
            Pattern.compile("^(?:" + UNBOUND + "|storageclass\\.storage\\.k8s\\.io \"[^\"]*\" .*"
                    + "|(?:waiting for ephemeral volume controller to create the )?persistentvolumeclaim \"(?<name>[^\"]*)\"(?: .*)?"
                    + "|PersistentVolumeClaim had no .*"
                    + "|node\\(s\\) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by"
                    + " another pod)$");

    private static final Pattern NODES = Pattern.compile("^\\d+ ");

    /** How the scheduler plugin InterPodAffinity begins its message. */
    private static final String AFFINITY = "node(s) didn't match pod affinity rules";

    /** Reads the message of a pod's condition PodScheduled, or any other. */
    public static SchedulerMessage of(String message) {
        var plain = Messages.withoutFullStop(message);
        var form = FORM.matcher(plain);
        if (!form.matches()) {
            return new SchedulerMessage(plain, List.of());
        }
        var reasons = List.of(form.group(1).split(", ", -1)).stream()
                .map(reason -> NODES.matcher(reason).replaceFirst(""))
                .toList();
        return new SchedulerMessage(plain.substring(0, form.end(1)), reasons);
    }

    /** Whether a claim of the pod is in the way. */
    boolean isAboutClaim() {
        return reasons.stream().anyMatch(reason -> CLAIM.matcher(reason).matches());
    }

    /** Whether a claim of the pod was not bound when the scheduler looked. */
    boolean isAboutUnboundClaim() {
        return reasons.contains(UNBOUND);
    }

    /** The claim that is in the way; empty: none is, or the scheduler doesn't name it. */
    Optional<String> claim() {
        return reasons.stream()
                .map(CLAIM::matcher)
                .filter(Matcher::matches)
                .flatMap(matcher -> Optional.ofNullable(matcher.group("name")).stream())
                .findFirst();
    }

    /** Whether there is no node with room where the pods run that it must be beside. */
    public boolean isAboutAffinity() {
        return reasons.contains(AFFINITY);
    }
}
