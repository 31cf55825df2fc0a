package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.model.render.Annotations;
import ai.stigmer.agentrunner.model.render.Replicas;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who says how many pods run: the spec, suspension, or whoever scales the Deployment. */
final class ReplicaCount {
    private static final Pattern NUMBER = Pattern.compile("^\\d{1,9}$");

    private ReplicaCount() {}

    static Replicas of(RunnerSpec spec, Optional<Deployment> live) {
        if (!spec.suspend()) {
            return new Replicas(spec.replicas(), Optional.empty());
        }
        var before = spec.replicas()
                .or(() -> live.flatMap(d -> number(d, Annotations.REPLICAS_BEFORE_SUSPEND)))
                .or(() -> live.map(d -> d.getSpec().getReplicas()))
                .orElse(1);
        return new Replicas(Optional.of(0), Optional.of(before));
    }

    /**
     * Gives the replicas to another field manager where the operator held them and no longer says how many: the count
     * stays, or returns to what it was before the suspension.
     */
    static Optional<Write> handOver(RunnerSpec spec, Optional<Deployment> live) {
        if (spec.suspend() || spec.replicas().isPresent()) {
            return Optional.empty();
        }
        return live.filter(
                        deployment -> number(deployment, Annotations.REPLICAS).isPresent())
                .map(deployment -> new Write(
                        new DeploymentBuilder()
                                .withNewMetadata()
                                .withName(spec.name())
                                .withNamespace(spec.namespace())
                                .withUid(deployment.getMetadata().getUid())
                                .endMetadata()
                                .withNewSpec()
                                .withReplicas(number(deployment, Annotations.REPLICAS_BEFORE_SUSPEND)
                                        .orElse(deployment.getSpec().getReplicas()))
                                .endSpec()
                                .build(),
                        Write.REPLICAS,
                        false));
    }

    private static Optional<Integer> number(Deployment deployment, String annotation) {
        return Optional.ofNullable(deployment.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(annotation))
                .filter(value -> NUMBER.matcher(value).matches())
                .map(Integer::valueOf);
    }
}
