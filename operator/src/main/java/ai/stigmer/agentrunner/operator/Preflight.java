package ai.stigmer.agentrunner.operator;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.operator.client.Explanation;
import ai.stigmer.agentrunner.operator.config.OperatorConfig;
import ai.stigmer.agentrunner.operator.observe.Watched;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/** What stands in the way of the first list, in words: the informers would only say it with a stack trace. */
final class Preflight {
    private final KubernetesClient client;
    private final OperatorConfig config;

    Preflight(KubernetesClient client, OperatorConfig config) {
        this.client = client;
        this.config = config;
    }

    /** The first obstacle; empty: everything that is to be watched can be listed. */
    Optional<String> obstacle() {
        for (var watched : Watched.all(config.watchSecrets(), config.buildsImages())) {
            try {
                list(watched);
            } catch (KubernetesClientException e) {
                return Optional.of(explain(e, watched));
            }
        }
        return Optional.empty();
    }

    private void list(Watched watched) {
        var objects = client.resources(watched.type());
        var one = new ListOptionsBuilder().withLimit(1L).build();
        var selector = watched.selector().isEmpty() ? null : watched.selector();
        if (config.namespaces().isEmpty()) {
            objects.inAnyNamespace().withLabelSelector(selector).list(one);
        }
        for (var namespace : config.namespaces()) {
            objects.inNamespace(namespace).withLabelSelector(selector).list(one);
        }
    }

    private String explain(KubernetesClientException e, Watched watched) {
        var words = Explanation.of(e);
        var server = client.getMasterUrl().toString();
        return switch (e.getCode()) {
            case 0 -> "the API server at " + server + " can't be reached: " + words;
            case 401 -> "the API server at " + server + " does not accept our credentials: " + words;
            case 403 ->
                words + ": apply manifests/ (kubectl apply -k manifests/overlays/default), or watch only the namespaces"
                        + " whose Roles are there (--namespaces)";
            case 404 ->
                watched.type() == AgentRunner.class
                        ? "the CustomResourceDefinition agentrunners.stigmer.ai is missing: kubectl apply -k"
                                + " manifests/crd"
                        : "the API server at " + server + " does not serve "
                                + watched.type().getSimpleName() + ": " + words;
            default -> "the API server at " + server + " is not ready: " + words;
        };
    }
}
