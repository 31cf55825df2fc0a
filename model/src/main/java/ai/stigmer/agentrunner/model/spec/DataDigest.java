package ai.stigmer.agentrunner.model.spec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is known of the data of a ConfigMap or Secret: enough to tell that it has changed, and none of it. */
public final class DataDigest {

    private DataDigest() {}

    /**
     * A hash in hexadecimal digits (SHA-256) of the entries in the order of their keys, lengths written out so that no two
     * contents read the same.
     *
     * @param data as the object has it; null: it has none
     * @param binary base64 as the object has it; null: it has none
     */
    public static String of(@Nullable Map<String, String> data, @Nullable Map<String, String> binary) {
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
}
