package ai.stigmer.agentrunner.model.render;

import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.Map;
import java.util.Optional;

/**
 * Whether an AgentRunner may take a claim along when it goes. One that it found, kept by an earlier AgentRunner of its
 * name, restored or made by hand, may hold the files of others: whoever may create an AgentRunner would delete them
 * without the right to delete a claim.
 */
public final class ClaimDeletion {

    private ClaimDeletion() {}

    /** Whether the claim was created for this AgentRunner, or whoever may change the claim allows it there. */
    public static boolean isAllowed(PersistentVolumeClaim claim, RunnerSpec spec) {
        return "true".equals(annotations(claim).get(Annotations.ALLOW_DELETE)) || isCreatedFor(claim, spec);
    }

    /**
     * Says for whom the claim was created. The API server's times can't tell: they are exact to the second.
     *
     * @return the uid of an AgentRunner; empty: the claim doesn't say
     */
    public static Optional<String> createdFor(PersistentVolumeClaim claim) {
        return Optional.ofNullable(annotations(claim).get(Annotations.CREATED_FOR));
    }

    /** Earlier versions of the operator wrote no annotation, but made the AgentRunner the owner of its claim. */
    private static boolean isCreatedFor(PersistentVolumeClaim claim, RunnerSpec spec) {
        return createdFor(claim).map(spec.uid()::equals).orElseGet(() -> Ownership.isControlledBy(claim, spec.uid()));
    }

    private static Map<String, String> annotations(PersistentVolumeClaim claim) {
        var annotations = claim.getMetadata().getAnnotations();
        return annotations == null ? Map.of() : annotations;
    }
}
