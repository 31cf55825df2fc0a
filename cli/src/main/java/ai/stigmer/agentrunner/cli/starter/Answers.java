package ai.stigmer.agentrunner.cli.starter;

/**
 * What somebody who begins has to decide.
 *
 * @param namespace empty: the context's
 * @param version the image's tag
 * @param provider of the model
 * @param model empty: the worker's own choice
 * @param temporal host and port
 * @param workspace claim, ephemeral, or the name of a claim that is there
 * @param build inline, a git repository's address, or empty: the image is there
 * @param repository to which a built image is pushed; empty: the cluster's own registry
 */
public record Answers(
        String name,
        String namespace,
        String version,
        Target target,
        String provider,
        String model,
        String temporal,
        String workspace,
        String build,
        String repository) {

    public static final String OLLAMA = "ollama";
    public static final String INLINE = "inline";
    public static final String CLAIM = "claim";
    public static final String EPHEMERAL = "ephemeral";

    private static final String TEMPORAL_CLOUD = ".tmprl.cloud:7233";

    /** Where Temporal's development server would be, or that of manifests/samples/temporal.yaml. */
    public static String usualTemporal(Target target) {
        return (target.machine().isEmpty() ? "temporal" : target.machine()) + ":7233";
    }

    boolean isTemporalCloud() {
        return temporal.endsWith(TEMPORAL_CLOUD);
    }

    /** The one that Temporal Cloud has in its addresses. */
    String temporalNamespace() {
        return isTemporalCloud() ? temporal.substring(0, temporal.length() - TEMPORAL_CLOUD.length()) : "default";
    }

    boolean needsKey() {
        return !provider.equals(OLLAMA);
    }

    String ollama() {
        return "http://" + (target.machine().isEmpty() ? OLLAMA : target.machine()) + ":11434";
    }
}
