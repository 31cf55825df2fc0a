package ai.stigmer.agentrunner.bench;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.Planner;
import ai.stigmer.agentrunner.model.plan.Write;
import ai.stigmer.agentrunner.model.rule.Policy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The AgentRunner that all are made of, and the objects that it becomes: the same for every subject. */
final class Manifests {
    /** Pods of images with such a tag are ready at once: what is measured is not hidden behind a wait. */
    static final String FIRST_VERSION = "instant-1";

    static final String NEXT_VERSION = "instant-2";

    private static final Planner PLANNER = new Planner(Policy.RESTRICTED);

    private Manifests() {}

    static AgentRunner runner(String namespace, String name, String version) {
        return Serialization.unmarshal("""
                apiVersion: stigmer.ai/v1alpha1
                kind: AgentRunner
                metadata: {name: %s, namespace: %s}
                spec:
                  version: %s
                  temporal: {address: "temporal.example.com:7233", namespace: default, taskQueue: agents}
                  llm:
                    provider: anthropic
                    model: claude-sonnet-4-5
                    apiKeySecretRef: {name: anthropic, key: api-key}
                  workspace: {claim: {size: 5Gi}}
                """.formatted(name, namespace, version), AgentRunner.class);
    }

    /** One whose env values and task queue no other has. */
    static AgentRunner ofScale(Scale.Sort sort, String namespace, String name) {
        var env = IntStream.range(0, 12)
                .mapToObj(i -> "{name: KEY_%d, value: value-%d-of-%s}".formatted(i, i, name))
                .collect(Collectors.joining(", "));
        return Serialization.unmarshal(
                """
                apiVersion: stigmer.ai/v1alpha1
                kind: AgentRunner
                metadata: {name: %s, namespace: %s}
                spec:
                  version: %s
                  suspend: %s
                  temporal: {address: "temporal.example.com:7233", taskQueue: queue-%s}
                  workspace: %s
                  env: [%s]
                """.formatted(
                                name,
                                namespace,
                                FIRST_VERSION,
                                sort == Scale.Sort.SUSPENDED,
                                name,
                                sort == Scale.Sort.SUSPENDED ? "{ephemeral: {}}" : "{claim: {size: 5Gi}}",
                                env),
                AgentRunner.class);
    }

    /** The objects that the operator makes of the AgentRunner. */
    static List<HasMetadata> objects(AgentRunner runner) {
        var objects = PLANNER.plan(Observed.nothing(runner), Instant.EPOCH).writes().stream()
                .map(Write::object)
                .toList();
        // The operator's mark of an apply that must create; a create needs none.
        objects.forEach(object -> object.getMetadata().setResourceVersion(null));
        return objects;
    }

    /** A strategic merge patch that gives the Deployment the AgentRunner's version. */
    static String imagePatch(AgentRunner runner) {
        var deployment = objects(runner).stream()
                .filter(Deployment.class::isInstance)
                .map(Deployment.class::cast)
                .findFirst()
                .orElseThrow();
        var container =
                deployment.getSpec().getTemplate().getSpec().getContainers().getFirst();
        return "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"%s\",\"image\":\"%s\"}]}}}}"
                .formatted(container.getName(), container.getImage());
    }
}
