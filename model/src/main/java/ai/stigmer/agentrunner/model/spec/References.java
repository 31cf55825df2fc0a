package ai.stigmer.agentrunner.model.spec;

import static java.util.stream.Collectors.toCollection;

import ai.stigmer.agentrunner.api.AgentRunner;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The objects of its namespace that an AgentRunner's pods read, and its build.
 *
 * @param configMaps by name
 * @param secrets by name
 * @param requiredConfigMaps those that aren't optional: without them no pod starts
 * @param requiredSecrets the same
 * @param pullSecrets that spec.image.pullSecrets names; no pod reads them
 * @param buildSource the ConfigMap that spec.build.source.configMap names; the pods don't read it
 * @param existingClaim that spec.workspace.existingClaim names
 */
public record References(
        Set<String> configMaps,
        Set<String> secrets,
        Set<String> requiredConfigMaps,
        Set<String> requiredSecrets,
        Set<String> pullSecrets,
        Optional<String> buildSource,
        Optional<String> existingClaim) {
    /** It becomes part of a request's path, and a CustomResourceDefinition that is kept apart may let anything through. */
    private static final Pattern CAN_BE_A_NAME = Pattern.compile("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?");

    public static final References NONE =
            new References(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Optional.empty(), Optional.empty());

    /** Of a complete AgentRunner or of one without a spec, which refers to nothing. */
    public static References of(AgentRunner runner) {
        return runner.getSpec() == null ? NONE : of(Defaults.complete(runner));
    }

    /** What a complete spec refers to. */
    public static References of(RunnerSpec spec) {
        var references = new References(
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeSet<>(),
                spec.pullSecrets().stream()
                        .map(LocalObjectReference::getName)
                        .filter(name -> name != null && !name.isEmpty())
                        .collect(toCollection(TreeSet::new)),
                spec.build()
                        .map(BuildSpec::source)
                        .filter(BuildSource.ConfigMapFiles.class::isInstance)
                        .map(source -> ((BuildSource.ConfigMapFiles) source).name()),
                spec.workspace() instanceof WorkspaceSpec.Existing(var _, var claim)
                                && CAN_BE_A_NAME.matcher(claim).matches()
                        ? Optional.of(claim)
                        : Optional.empty());
        references.environment(spec.environment(), spec.envFrom());
        Stream.of(spec.template().initContainers(), spec.template().sidecars())
                .flatMap(Collection::stream)
                .forEach(references::container);
        spec.template().volumes().forEach(references::volume);
        spec.temporalTlsSecret().ifPresent(secret -> references.secret(secret, false));
        return references;
    }

    /** Those whose change matters, to the pods or to the build. */
    public Set<String> watchedConfigMaps() {
        var watched = new TreeSet<>(configMaps);
        buildSource.ifPresent(watched::add);
        return watched;
    }

    /** Those that are looked for, where the installation watches Secrets. */
    public Set<String> watchedSecrets() {
        var watched = new TreeSet<>(secrets);
        watched.addAll(pullSecrets);
        return watched;
    }

    private void container(Container container) {
        environment(Absent.list(container.getEnv()), Absent.list(container.getEnvFrom()));
    }

    private void environment(List<EnvVar> variables, List<EnvFromSource> sources) {
        for (var variable : variables) {
            var from = variable.getValueFrom();
            if (from != null && from.getConfigMapKeyRef() != null) {
                var key = from.getConfigMapKeyRef();
                configMap(key.getName(), key.getOptional());
            }
            if (from != null && from.getSecretKeyRef() != null) {
                var key = from.getSecretKeyRef();
                secret(key.getName(), key.getOptional());
            }
        }
        for (var source : sources) {
            if (source.getConfigMapRef() != null) {
                var all = source.getConfigMapRef();
                configMap(all.getName(), all.getOptional());
            }
            if (source.getSecretRef() != null) {
                var all = source.getSecretRef();
                secret(all.getName(), all.getOptional());
            }
        }
    }

    private void volume(Volume volume) {
        if (volume.getConfigMap() != null) {
            var files = volume.getConfigMap();
            configMap(files.getName(), files.getOptional());
        }
        if (volume.getSecret() != null) {
            var files = volume.getSecret();
            secret(files.getSecretName(), files.getOptional());
        }
        if (volume.getProjected() != null) {
            for (var source : Absent.list(volume.getProjected().getSources())) {
                if (source.getConfigMap() != null) {
                    var files = source.getConfigMap();
                    configMap(files.getName(), files.getOptional());
                }
                if (source.getSecret() != null) {
                    var files = source.getSecret();
                    secret(files.getName(), files.getOptional());
                }
            }
        }
    }

    private void configMap(@Nullable String name, @Nullable Boolean optional) {
        add(name, optional, configMaps, requiredConfigMaps);
    }

    private void secret(@Nullable String name, @Nullable Boolean optional) {
        add(name, optional, secrets, requiredSecrets);
    }

    private static void add(
            @Nullable String name, @Nullable Boolean optional, Set<String> names, Set<String> required) {
        if (name == null || name.isEmpty()) {
            return;
        }
        names.add(name);
        if (!Boolean.TRUE.equals(optional)) {
            required.add(name);
        }
    }
}
