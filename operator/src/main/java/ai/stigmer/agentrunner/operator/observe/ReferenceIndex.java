package ai.stigmer.agentrunner.operator.observe;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.spec.References;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which AgentRunners use a ConfigMap or a Secret. */
final class ReferenceIndex {
    private static final String CONFIG_MAPS = "configMaps";
    private static final String SECRETS = "secrets";

    private final IndexerResourceCache<AgentRunner> runners;

    private ReferenceIndex(IndexerResourceCache<AgentRunner> runners) {
        this.runners = runners;
    }

    /** Adds the index to a cache of AgentRunners that hasn't been started. */
    static ReferenceIndex on(IndexerResourceCache<AgentRunner> runners) {
        runners.addIndexers(Map.of(
                CONFIG_MAPS, runner -> keys(runner, references(runner).watchedConfigMaps()),
                SECRETS, runner -> keys(runner, references(runner).watchedSecrets())));
        return new ReferenceIndex(runners);
    }

    Set<ResourceID> usersOfConfigMap(HasMetadata configMap) {
        return users(CONFIG_MAPS, configMap);
    }

    Set<ResourceID> usersOfSecret(HasMetadata secret) {
        return users(SECRETS, secret);
    }

    private Set<ResourceID> users(String index, HasMetadata object) {
        var metadata = object.getMetadata();
        return runners.byIndex(index, key(metadata.getNamespace(), metadata.getName())).stream()
                .map(ResourceID::fromResource)
                .collect(Collectors.toSet());
    }

    /** A spec that can't be understood refers to nothing: its reconcile says what is wrong, the cache must hold it. */
    private static References references(AgentRunner runner) {
        try {
            return References.of(runner);
        } catch (RuntimeException e) {
            return References.NONE;
        }
    }

    private static List<String> keys(AgentRunner runner, Collection<String> names) {
        return names.stream()
                .map(name -> key(runner.getMetadata().getNamespace(), name))
                .toList();
    }

    private static String key(String namespace, String name) {
        return namespace + "/" + name;
    }
}
