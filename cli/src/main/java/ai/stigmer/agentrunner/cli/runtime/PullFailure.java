package ai.stigmer.agentrunner.cli.runtime;

import java.util.Locale;

/** What a registry's refusal means, and what to do. */
final class PullFailure {

    private PullFailure() {}

    /**
     * In one sentence, the runtime's own words in it.
     *
     * @param kind whose words they are
     * @param withCredentials whether any were sent
     */
    static String explain(String words, RuntimeKind kind, boolean withCredentials) {
        var small = words.toLowerCase(Locale.ROOT);
        if (small.contains("no space left")) {
            return "the runtime's disk is full: make room, e.g. with " + kind + " system prune; " + words;
        }
        if (small.contains("manifest unknown") || small.contains("not found: manifest")) {
            return "there is no such tag or digest: check spec.version and spec.image; " + words;
        }
        if (small.contains("unauthorized")
                || small.contains("denied")
                || small.contains("authentication required")
                || small.contains("no basic auth credentials")) {
            return withCredentials
                    ? "the registry refuses the credentials, or there is no such image: check spec.image and its"
                            + " pullSecrets, or docker login again; " + words
                    : "it needs credentials, or there is no such image: check spec.image, docker login, or give"
                            + " pullSecrets and their Secret in the file; " + words;
        }
        if (small.contains("no such host") || small.contains("connection refused") || small.contains("timeout")) {
            return "the registry can't be reached: check spec.image.repository and the network; " + words;
        }
        if (small.contains("http response to https client")) {
            return "the registry speaks no TLS: list it in the runtime's insecure registries; " + words;
        }
        return words;
    }
}
