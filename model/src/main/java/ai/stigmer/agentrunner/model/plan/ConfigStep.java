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
final class ConfigStep {

    private ConfigStep() {}

    /** Of the objects there are; where changes are to be ignored, what the Deployment has stays as it is. */
    static Optional<String> hash(RunnerSpec spec, Observed observed) {
        if (!spec.rollout().restartOnConfigChange()) {
            return observed.deployment().flatMap(ConfigStep::live);
        }
        var references = References.of(spec);
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
