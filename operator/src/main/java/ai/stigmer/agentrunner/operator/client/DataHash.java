package ai.stigmer.agentrunner.operator.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
            case ConfigMap configMap -> hash(configMap.getData(), configMap.getBinaryData());
            case Secret secret -> hash(secret.getData(), null);
            default -> throw new IllegalArgumentException(object.getKind() + " has no data");
        };
    }

    /** Of the entries in the order of their keys, lengths written out so that no two contents read the same. */
    private static String hash(@Nullable Map<String, String> data, @Nullable Map<String, String> binary) {
        var sha = sha256();
        add(sha, 'd', data);
        add(sha, 'b', binary);
        return HexFormat.of().formatHex(sha.digest());
    }

    private static void add(MessageDigest sha, char kind, @Nullable Map<String, String> entries) {
        if (entries == null) {
            return;
        }
        new TreeMap<>(entries).forEach((key, value) -> {
            var bytes = value == null ? new byte[0] : value.getBytes(UTF_8);
            sha.update((kind + key + "=" + bytes.length + ":").getBytes(UTF_8));
            sha.update(bytes);
        });
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
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
