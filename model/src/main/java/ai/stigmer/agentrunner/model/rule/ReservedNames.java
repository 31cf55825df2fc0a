package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.model.render.Labels;
import ai.stigmer.agentrunner.model.render.Names;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Names in the pod, and of labels and annotations of everything that is made, that the operator uses itself. */
final class ReservedNames implements PolicyRule {
    @Override
    public Optional<Problem> check(RunnerSpec spec, Policy policy) {
        return Stream.of(
                        UserContainer.of(spec).stream()
                                .filter(user ->
                                        Names.CONTAINER.equals(user.container().getName()))
                                .map(user -> problem(user.path() + ".name", Names.CONTAINER)),
                        spec.template().volumes().stream()
                                .map(Volume::getName)
                                .filter(Names.VOLUMES::contains)
                                .map(name -> problem("spec.template.volumes", name)),
                        ofMetadata(
                                "spec.commonMetadata.labels",
                                spec.commonMetadata().labels()),
                        ofMetadata(
                                "spec.commonMetadata.annotations",
                                spec.commonMetadata().annotations()))
                .flatMap(problems -> problems)
                .findFirst();
    }

    private static Stream<Problem> ofMetadata(String path, Map<String, String> metadata) {
        return metadata.keySet().stream().filter(Labels::isOurs).map(key -> problem(path, key));
    }

    private static Problem problem(String path, String name) {
        return new Problem(
                path + " " + name + " is not allowed", "the operator uses that name itself", "choose another name");
    }
}
