package ai.stigmer.agentrunner.cli.container;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;

/** SHA-256 of what a container is made of: another hash, another container. */
public final class Hash {

    private Hash() {}

    /** Of files, in hexadecimal digits. */
    static String of(SortedMap<String, byte[]> files) {
        var digest = sha256();
        files.forEach((name, content) -> {
            add(digest, name);
            add(digest, content);
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Of a description, in 32 hexadecimal digits; the values of secrets count. */
    public static String of(ContainerSpec spec) {
        var digest = sha256();
        add(digest, spec.image());
        spec.entrypointValues().forEach(part -> add(digest, "entrypoint " + part));
        spec.argumentValues().forEach(part -> add(digest, "argument " + part));
        spec.environment().forEach(variable -> add(digest, variable.name() + "=" + variable.value()));
        add(digest, spec.user() + spec.groups() + spec.readOnlyRoot() + spec.seccompUnconfined());
        spec.mounts().forEach(mount -> {
            add(digest, String.valueOf(mount));
            if (mount instanceof Mount.Files files) {
                add(digest, files.name() + files.mode());
            }
        });
        add(digest, String.valueOf(spec.limits()) + spec.network() + spec.check() + spec.graceSeconds());
        spec.labels().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(label -> add(digest, label.getKey() + "=" + label.getValue()));
        return HexFormat.of().formatHex(digest.digest()).substring(0, 32);
    }

    private static void add(MessageDigest digest, String text) {
        add(digest, text.getBytes(StandardCharsets.UTF_8));
    }

    /** With its length: "ab" and "c" are not "a" and "bc". */
    private static void add(MessageDigest digest, byte[] bytes) {
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
