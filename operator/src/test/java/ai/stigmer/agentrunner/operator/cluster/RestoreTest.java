package ai.stigmer.agentrunner.operator.cluster;

import static ai.stigmer.agentrunner.operator.testkit.Sandbox.condition;
import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.testkit.WithOperator;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

/**
 * What docs/backup.md says to type: an AgentRunner that takes its claim along is exported, lost, and restored beside the
 * garbage collector of a real controller manager.
 */
class RestoreTest extends WithOperator {
    private static final String SPEC = "{version: 1.4.2, workspace: {claim: {retention: Delete}}}";

    @Test
    void an_export_brings_back_the_files_and_deleting_the_AgentRunner_then_keeps_them() {
        user.runner("demo", SPEC);
        user.awaitReady("demo");
        var claim = user.claim("demo-workspace");
        var volume = claim.getSpec().getVolumeName();
        whenUnclaimed(volume, "Retain");
        user.delete("demo");
        user.awaitNoClaim();

        CLUSTER.kubectl(
                        "patch",
                        "pv",
                        volume,
                        "--type=merge",
                        "-p",
                        "{\"spec\":{\"claimRef\":{\"uid\":null,\"resourceVersion\":null}}}")
                .orThrow();
        user.apply(Serialization.asYaml(stripped(claim)));
        user.runner("demo", SPEC);
        var restored = user.awaitReady("demo");
        assertThat(user.claim("demo-workspace").getSpec().getVolumeName()).isEqualTo(volume);
        assertThat(condition(restored, "ConfigurationWarning").orElseThrow().getMessage())
                .contains("retention Delete has no effect", "stigmer.ai/allow-delete=true");
        assertThat(user.claim("demo-workspace").getMetadata().getOwnerReferences())
                .isEmpty();

        user.delete("demo");
        assertThat(user.claim("demo-workspace").getMetadata().getDeletionTimestamp())
                .isNull();
        whenUnclaimed(volume, "Delete");
    }

    @Test
    void a_claim_that_is_restored_with_its_owner_reference_is_deleted_by_Kubernetes() {
        user.runner("demo", SPEC);
        user.awaitReady("demo");
        var claim = user.claim("demo-workspace");
        user.delete("demo");
        user.awaitNoClaim();

        var kept = stripped(claim);
        kept.getMetadata().setOwnerReferences(claim.getMetadata().getOwnerReferences());
        kept.getSpec().setVolumeName(null);
        user.apply(Serialization.asYaml(kept));
        user.awaitNoClaim();
    }

    private static void whenUnclaimed(String volume, String policy) {
        CLUSTER.kubectl(
                        "patch",
                        "pv",
                        volume,
                        "-p",
                        "{\"spec\":{\"persistentVolumeReclaimPolicy\":\"" + policy + "\"}}")
                .orThrow();
    }

    /** As an export without what only the cluster of before knows. */
    private static PersistentVolumeClaim stripped(PersistentVolumeClaim claim) {
        var copy = Serialization.clone(claim);
        var metadata = copy.getMetadata();
        metadata.setUid(null);
        metadata.setResourceVersion(null);
        metadata.setCreationTimestamp(null);
        metadata.setFinalizers(null);
        metadata.setManagedFields(null);
        metadata.setOwnerReferences(null);
        // The volume's controller would take the claim for one that was bound, and has lost its volume since.
        metadata.getAnnotations().keySet().removeIf(key -> key.startsWith("pv.kubernetes.io/"));
        copy.setStatus(null);
        return copy;
    }
}
