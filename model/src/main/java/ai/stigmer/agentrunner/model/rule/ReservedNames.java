package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.model.render.Names;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.Optional;
import java.util.stream.Stream;

/** Names in the pod that the operator uses itself. */
final class ReservedNames implements PolicyRule {
    @Override
    public Optional<Problem> check(RunnerSpec spec, Policy policy) {
        return Stream.concat(
                        UserContainer.of(spec).stream()
                                .filter(user ->
                                        Names.CONTAINER.equals(user.container().getName()))
                                .map(user -> problem(user.path() + ".name", Names.CONTAINER)),
                        spec.template().volumes().stream()
                                .map(Volume::getName)
                                .filter(Names.VOLUMES::contains)
                                .map(name -> problem("spec.template.volumes", name)))
                .findFirst();
    }

    private static Problem problem(String path, String name) {
        return new Problem(
                path + " " + name + " is not allowed", "the operator uses that name itself", "choose another name");
    }
}
