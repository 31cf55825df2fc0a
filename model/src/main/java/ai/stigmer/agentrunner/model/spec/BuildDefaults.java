package ai.stigmer.agentrunner.model.spec;

import ai.stigmer.agentrunner.api.Build;
import ai.stigmer.agentrunner.api.BuildCache;
import ai.stigmer.agentrunner.api.BuildOutput;
import ai.stigmer.agentrunner.api.BuildSecret;
import ai.stigmer.agentrunner.api.GitSource;
import ai.stigmer.agentrunner.api.SecretRef;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an absent field of spec.build means. */
public final class BuildDefaults {
    private static final String DOCKERFILE = "Dockerfile";
    private static final String REF = "main";
    /** spec.build.timeoutSeconds. */
    public static final int TIMEOUT_SECONDS = 1200;

    /** spec.build.resources. */
    public static final ResourceRequirements RESOURCES = new ResourceRequirementsBuilder()
            .addToRequests("cpu", new Quantity("500m"))
            .addToRequests("memory", new Quantity("512Mi"))
            .addToLimits("memory", new Quantity("4Gi"))
            .build();

    private static final int RETRIES = 2;
    private static final int HISTORY_LIMIT = 3;

    private BuildDefaults() {}

    static BuildSpec complete(Build given) {
        var output = given.output() == null ? new BuildOutput(null, null, null) : given.output();
        return new BuildSpec(
                source(Objects.requireNonNull(given.source(), "spec.build.source")),
                Absent.value(given.dockerfile(), DOCKERFILE),
                Optional.ofNullable(given.target()),
                new TreeMap<>(Absent.map(given.args())),
                Absent.list(given.secrets()).stream().map(BuildDefaults::secret).toList(),
                Absent.list(given.platforms()),
                Optional.ofNullable(output.repository()),
                Optional.ofNullable(output.insecure()),
                secret(output.pushSecretRef()),
                cache(given.cache()),
                Absent.value(given.timeoutSeconds(), TIMEOUT_SECONDS),
                Absent.value(given.retries(), RETRIES),
                Absent.value(given.historyLimit(), HISTORY_LIMIT),
                // Given resources are taken as they are, as those of the worker.
                Absent.value(given.resources(), RESOURCES),
                Optional.ofNullable(given.trigger()));
    }

    private static BuildSource source(ai.stigmer.agentrunner.api.BuildSource given) {
        if (given.git() != null) {
            return git(given.git());
        }
        if (given.configMap() != null) {
            return new BuildSource.ConfigMapFiles(
                    Objects.requireNonNull(given.configMap().name(), "spec.build.source.configMap.name"));
        }
        if (given.inline() != null) {
            return new BuildSource.Inline(
                    new TreeMap<>(Absent.map(given.inline().files())));
        }
        var workspace = Objects.requireNonNull(given.workspace(), "spec.build.source.workspace");
        return new BuildSource.WorkspaceFiles(Optional.ofNullable(workspace.subPath()));
    }

    private static BuildSource git(GitSource git) {
        return new BuildSource.Git(
                Objects.requireNonNull(git.url(), "spec.build.source.git.url"),
                Absent.value(git.ref(), REF),
                Optional.ofNullable(git.subPath()),
                secret(git.secretRef()));
    }

    private static Optional<String> secret(@Nullable SecretRef secret) {
        return Optional.ofNullable(secret).map(SecretRef::name);
    }

    private static BuildSpec.Secret secret(BuildSecret given) {
        var from = Objects.requireNonNull(given.secretKeyRef(), "spec.build.secrets.secretKeyRef");
        return new BuildSpec.Secret(
                Objects.requireNonNull(given.id(), "spec.build.secrets.id"),
                Objects.requireNonNull(from.name(), "spec.build.secrets.secretKeyRef.name"),
                Objects.requireNonNull(from.key(), "spec.build.secrets.secretKeyRef.key"));
    }

    private static BuildSpec.Cache cache(@Nullable BuildCache given) {
        return switch (given) {
            case Volume -> BuildSpec.Cache.VOLUME;
            case None -> BuildSpec.Cache.NONE;
            case Registry -> BuildSpec.Cache.REGISTRY;
            case null -> BuildSpec.Cache.REGISTRY;
        };
    }
}
