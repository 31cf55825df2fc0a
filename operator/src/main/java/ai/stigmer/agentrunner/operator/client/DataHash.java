package ai.stigmer.agentrunner.operator.client;

import ai.stigmer.agentrunner.model.spec.DataDigest;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;

/** What is kept of a ConfigMap or Secret: its name and a hash of its data, never the data. */
public final class DataHash {
    /** Where the hash is kept. No annotation in a cluster can have this name: it isn't a valid one. */
    private static final String KEPT = "#data";

    private DataHash() {}

    static ConfigMap keep(ConfigMap configMap) {
        return new ConfigMapBuilder()
                .withMetadata(metadata(configMap, of(configMap)))
                .build();
    }

    static Secret keep(Secret secret) {
        return new SecretBuilder().withMetadata(metadata(secret, of(secret))).build();
    }

    /**
     * The hash in hexadecimal digits (SHA-256), of an object as it was served or as it was kept.
     *
     * @throws IllegalArgumentException when it is neither a ConfigMap nor a Secret
     */
    public static String of(HasMetadata object) {
        var annotations = object.getMetadata().getAnnotations();
        var kept = annotations == null ? null : annotations.get(KEPT);
        if (kept != null) {
            return kept;
        }
        return switch (object) {
            case ConfigMap configMap -> DataDigest.of(configMap.getData(), configMap.getBinaryData());
            case Secret secret -> DataDigest.of(secret.getData(), null);
            default -> throw new IllegalArgumentException(object.getKind() + " has no data");
        };
    }

    private static ObjectMeta metadata(HasMetadata object, String hash) {
        var metadata = object.getMetadata();
        return new ObjectMetaBuilder()
                .withName(metadata.getName())
                .withNamespace(metadata.getNamespace())
                .withUid(metadata.getUid())
                .withResourceVersion(metadata.getResourceVersion())
                .addToAnnotations(KEPT, hash)
                .build();
    }
}
