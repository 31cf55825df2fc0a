package ai.stigmer.agentrunner.model.render;

import static java.util.stream.Collectors.joining;

import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategyBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The Deployment of the workers. */
public final class DeploymentRenderer {

    private DeploymentRenderer() {}

    /**
     * @param rolling whether the old pods stay until the new ones serve
     * @param config a hash of the configuration that the pods read; empty: they read none
     * @param revision which of its renderings the pods are made by
     */
    public static Deployment render(
            RunnerSpec spec, Replicas replicas, boolean rolling, Optional<String> config, RenderingRevision revision) {
        var metadata = Ownership.metadata(spec);
        spec.image().version().filter(Labels::isValue).ifPresent(version -> metadata.getLabels()
                .put(Labels.VERSION, version));
        var annotations = new LinkedHashMap<String, String>();
        replicas.count().ifPresent(count -> annotations.put(Annotations.REPLICAS, count.toString()));
        replicas.beforeSuspend()
                .ifPresent(count -> annotations.put(Annotations.REPLICAS_BEFORE_SUSPEND, count.toString()));
        revision.annotation().ifPresent(number -> annotations.put(Annotations.RENDERING_REVISION, number));
        metadata.setAnnotations(spec.commonMetadata().withAnnotations(annotations));
        var deployment = new DeploymentBuilder()
                .withMetadata(metadata)
                .withNewSpec()
                .withReplicas(replicas.count().orElse(null))
                .withProgressDeadlineSeconds(spec.rollout().progressDeadlineSeconds())
                .withNewSelector()
                .withMatchLabels(Labels.selector(spec.name()))
                .endSelector()
                .withStrategy(strategy(rolling))
                .endSpec()
                .build();
        // Not through the builder, which would copy the whole of it twice.
        deployment.getSpec().setTemplate(template(spec, config, revision));
        return deployment;
    }

    /** The parameters are rendered though they are nearly the defaults: a later Recreate must remove fields we own. */
    private static DeploymentStrategy strategy(boolean rolling) {
        return rolling
                ? new DeploymentStrategyBuilder()
                        .withType("RollingUpdate")
                        .withNewRollingUpdate()
                        .withMaxUnavailable(new IntOrString(0))
                        .withMaxSurge(new IntOrString(1))
                        .endRollingUpdate()
                        .build()
                : new DeploymentStrategyBuilder().withType("Recreate").build();
    }

    private static PodTemplateSpec template(RunnerSpec spec, Optional<String> config, RenderingRevision revision) {
        var labels = spec.commonMetadata().withLabels(spec.template().labels());
        labels.putAll(Labels.of(spec.name(), Labels.COMPONENT_RUNNER));
        var annotations = spec.commonMetadata().withAnnotations(spec.template().annotations());
        config.ifPresent(hash -> annotations.put(Annotations.CONFIG, hash));
        if (revision.isAtLeast(2)) {
            annotations.merge(Annotations.SAFE_TO_EVICT_VOLUMES, Names.TMP_VOLUME, DeploymentRenderer::with);
        }
        var metadata = new ObjectMetaBuilder()
                .withLabels(labels)
                .withAnnotations(annotations)
                .build();
        var template = new PodTemplateSpec(metadata, PodRenderer.render(spec, revision));
        template.getMetadata().getAnnotations().put(Annotations.TEMPLATE, Fingerprint.of(template));
        return template;
    }

    /**
     * The user's volumes, and ours, which holds nothing that is missed. A workspace that is a volume on the node is the
     * user's to name: its files go with the pod.
     */
    private static String with(String names, String ours) {
        return List.of(names.split(",", -1)).contains(ours)
                ? names
                : Stream.of(names, ours).filter(name -> !name.isEmpty()).collect(joining(","));
    }
}
