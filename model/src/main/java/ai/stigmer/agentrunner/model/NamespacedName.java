package ai.stigmer.agentrunner.model;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** Names one object of a kind, as in controller-runtime; written {@code namespace/name}. */
public record NamespacedName(String namespace, String name) {

    public static NamespacedName of(HasMetadata object) {
        return new NamespacedName(
                object.getMetadata().getNamespace(), object.getMetadata().getName());
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
