package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.model.render.Labels;
import ai.stigmer.agentrunner.model.render.Names;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Names in the pod, and of labels and annotations of everything that is made, that the operator or a controller uses. */
final class ReservedNames implements PolicyRule {
    /** On the pods of each Job and of each ReplicaSet of a Deployment. */
    private static final Set<String> OF_CONTROLLERS = Set.of("controller-uid", "job-name", "pod-template-hash");

    /** Of the names that Jobs use since Kubernetes 1.27. */
    private static final String DOMAIN_OF_JOBS = "batch.kubernetes.io/";

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
        return metadata.keySet().stream()
                .filter(ReservedNames::isReserved)
                .map(key -> Labels.isOurs(key)
                        ? problem(path, key)
                        : problem(path, key, "Kubernetes' Job and Deployment controllers use that name themselves"));
    }

    /** Whether a label or annotation of everything that is made must not have this name. */
    static boolean isReserved(String key) {
        return Labels.isOurs(key) || OF_CONTROLLERS.contains(key) || key.startsWith(DOMAIN_OF_JOBS);
    }

    private static Problem problem(String path, String name) {
        return problem(path, name, "the operator uses that name itself");
    }

    private static Problem problem(String path, String name, String reason) {
        return new Problem(path + " " + name + " is not allowed", reason, "choose another name");
    }
}
