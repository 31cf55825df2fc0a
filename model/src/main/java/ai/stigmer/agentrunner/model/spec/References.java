package ai.stigmer.agentrunner.model.spec;

import ai.stigmer.agentrunner.api.AgentRunner;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The objects of its namespace that an AgentRunner's pods read.
 *
 * @param configMaps by name
 * @param secrets by name
 * @param existingClaim that spec.workspace.existingClaim names
 */
public record References(Set<String> configMaps, Set<String> secrets, Optional<String> existingClaim) {

    private static final References NONE = new References(Set.of(), Set.of(), Optional.empty());

    /** Of a complete AgentRunner or of one without a spec, which refers to nothing. */
    public static References of(AgentRunner runner) {
        return runner.getSpec() == null ? NONE : of(Defaults.complete(runner));
    }

    /** Of a complete spec. */
    public static References of(RunnerSpec spec) {
        var references = new References(
                new TreeSet<>(),
                new TreeSet<>(),
                spec.workspace() instanceof WorkspaceSpec.Existing existing
                        ? Optional.of(existing.claimName())
                        : Optional.empty());
        references.environment(spec.environment(), spec.envFrom());
        Stream.of(spec.template().initContainers(), spec.template().sidecars())
                .flatMap(Collection::stream)
                .forEach(references::container);
        spec.template().volumes().forEach(references::volume);
        spec.temporalTlsSecret().ifPresent(references.secrets::add);
        return references;
    }

    private void container(Container container) {
        environment(Absent.list(container.getEnv()), Absent.list(container.getEnvFrom()));
    }

    private void environment(List<EnvVar> variables, List<EnvFromSource> sources) {
        for (var variable : variables) {
            var from = variable.getValueFrom();
            if (from != null && from.getConfigMapKeyRef() != null) {
                add(configMaps, from.getConfigMapKeyRef().getName());
            }
            if (from != null && from.getSecretKeyRef() != null) {
                add(secrets, from.getSecretKeyRef().getName());
            }
        }
        for (var source : sources) {
            if (source.getConfigMapRef() != null) {
                add(configMaps, source.getConfigMapRef().getName());
            }
            if (source.getSecretRef() != null) {
                add(secrets, source.getSecretRef().getName());
            }
        }
    }

    private void volume(Volume volume) {
        if (volume.getConfigMap() != null) {
            add(configMaps, volume.getConfigMap().getName());
        }
        if (volume.getSecret() != null) {
            add(secrets, volume.getSecret().getSecretName());
        }
        if (volume.getProjected() != null) {
            for (var source : Absent.list(volume.getProjected().getSources())) {
                if (source.getConfigMap() != null) {
                    add(configMaps, source.getConfigMap().getName());
                }
                if (source.getSecret() != null) {
                    add(secrets, source.getSecret().getName());
                }
            }
        }
    }

    private static void add(Set<String> names, @Nullable String name) {
        if (name != null && !name.isEmpty()) {
            names.add(name);
        }
    }
}
