package ai.stigmer.agentrunner.operator.pack;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** An object whose contents are packed. It never changes. */
public interface PackedObject {

    /** The type that the API has: of a packed object its superclass. */
    @SuppressWarnings("unchecked")
    static <T extends HasMetadata> Class<? super T> type(T object) {
        var type = (Class<T>) object.getClass();
        return object instanceof PackedObject ? type.getSuperclass() : type;
    }
}
