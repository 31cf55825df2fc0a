package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.model.render.Annotations;
import ai.stigmer.agentrunner.model.render.Fingerprint;
import ai.stigmer.agentrunner.model.spec.References;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The hash that makes a change of a referenced ConfigMap or watched Secret roll the pods. */
final class ConfigHash {

    private ConfigHash() {}

    /**
     * Of the objects there are. Where changes are to be ignored, what the Deployment has stays as it is; and where one is
     * gone without which no pod starts, too: those that run are better than none.
     */
    static Optional<String> of(RunnerSpec spec, Observed observed, boolean watchesSecrets) {
        var references = References.of(spec);
        var live = observed.deployment().flatMap(ConfigHash::live);
        if (!spec.rollout().restartOnConfigChange()
                || (live.isPresent()
                        && !MissingReferences.required(references, observed, watchesSecrets)
                                .isEmpty())) {
            return live;
        }
        var configMaps = new TreeMap<>(observed.configMaps());
        configMaps.keySet().retainAll(references.configMaps());
        var secrets = new TreeMap<>(observed.secrets());
        secrets.keySet().retainAll(references.secrets());
        return configMaps.isEmpty() && secrets.isEmpty()
                ? Optional.empty()
                : Optional.of(Fingerprint.of(List.<Map<String, String>>of(configMaps, secrets)));
    }

    private static Optional<String> live(Deployment deployment) {
        return Optional.ofNullable(deployment.getSpec().getTemplate().getMetadata())
                .map(metadata -> metadata.getAnnotations())
                .map(annotations -> annotations.get(Annotations.CONFIG));
    }
}
