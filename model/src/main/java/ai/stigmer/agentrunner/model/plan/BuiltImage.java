package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.api.BuildPhase;
import ai.stigmer.agentrunner.model.render.Labels;
import ai.stigmer.agentrunner.model.render.Names;
import ai.stigmer.agentrunner.model.render.Ownership;
import ai.stigmer.agentrunner.model.spec.ImageReference;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import ai.stigmer.agentrunner.model.status.BuildState;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Optional;

/** Which image the pods run, where it is built: the last good one, and until there is one, what runs already. */
final class BuiltImage {

    private BuiltImage() {}

    /**
     * The spec with that image.
     *
     * @return empty: there is no image yet, so nothing to run
     */
    static Optional<RunnerSpec> choose(RunnerSpec spec, BuildState build, Optional<Deployment> deployment) {
        if (spec.build().isEmpty()) {
            return Optional.of(spec);
        }
        var live = deployment.filter(object -> Ownership.of(Optional.of(object), spec) == Ownership.OURS);
        var version = build.status()
                        .filter(status -> status.phase() == BuildPhase.Succeeded)
                        .isPresent()
                ? spec.image().version()
                : live.map(object -> object.getMetadata().getLabels()).map(labels -> labels.get(Labels.VERSION));
        return build.image()
                .or(() -> live.flatMap(BuiltImage::running))
                .map(image -> spec.withImage(ImageReference.parse(image, version)));
    }

    private static Optional<String> running(Deployment live) {
        return live.getSpec().getTemplate().getSpec().getContainers().stream()
                .filter(container -> Names.CONTAINER.equals(container.getName()))
                .map(Container::getImage)
                .findFirst();
    }
}
