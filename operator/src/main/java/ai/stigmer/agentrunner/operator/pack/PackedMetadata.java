package ai.stigmer.agentrunner.operator.pack;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import java.util.Map;

/** Of a packed object's metadata what tells it from others and from its other versions; the rest is packed with it. */
final class PackedMetadata extends ObjectMeta {
    private static final long serialVersionUID = 1;

    private final transient Packed<? extends HasMetadata> packed;

    PackedMetadata(ObjectMeta metadata, Packed<? extends HasMetadata> packed) {
        this.packed = packed;
        setName(metadata.getName());
        setNamespace(metadata.getNamespace());
        setUid(metadata.getUid());
        setResourceVersion(metadata.getResourceVersion());
        setGeneration(metadata.getGeneration());
        setDeletionTimestamp(metadata.getDeletionTimestamp());
        // Instead of the empty ones that each would have.
        setLabels(Map.of());
        setAnnotations(Map.of());
        setAdditionalProperties(Map.of());
        setFinalizers(List.of());
        setManagedFields(List.of());
        setOwnerReferences(List.of());
    }

    private ObjectMeta whole() {
        return packed.get().getMetadata();
    }

    @Override
    public Map<String, String> getLabels() {
        return whole().getLabels();
    }

    @Override
    public Map<String, String> getAnnotations() {
        return whole().getAnnotations();
    }

    @Override
    public Map<String, Object> getAdditionalProperties() {
        return whole().getAdditionalProperties();
    }

    @Override
    public String getCreationTimestamp() {
        return whole().getCreationTimestamp();
    }

    @Override
    public Long getDeletionGracePeriodSeconds() {
        return whole().getDeletionGracePeriodSeconds();
    }

    @Override
    public String getGenerateName() {
        return whole().getGenerateName();
    }

    @Override
    public List<String> getFinalizers() {
        return whole().getFinalizers();
    }

    @Override
    public List<ManagedFieldsEntry> getManagedFields() {
        return whole().getManagedFields();
    }

    @Override
    public List<OwnerReference> getOwnerReferences() {
        return whole().getOwnerReferences();
    }

    @Override
    public String getSelfLink() {
        return whole().getSelfLink();
    }
}
