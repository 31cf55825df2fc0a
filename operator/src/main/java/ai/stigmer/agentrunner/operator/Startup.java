package ai.stigmer.agentrunner.operator;

import ai.stigmer.agentrunner.api.AgentRunner;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/** What must be there before anything can be watched. */
final class Startup {

    private Startup() {}

    /**
     * Returns once AgentRunners can be listed.
     *
     * @throws KubernetesClientException when they can't
     */
    static void awaitCrd(KubernetesClient client) {
        // The client tries again by itself while the API server says 429: it does so just after a CRD was created.
        var resources = client.getApiResources(AgentRunner.API_VERSION);
        if (resources == null) {
            throw new KubernetesClientException(
                    "this cluster has no AgentRunners: install the CustomResourceDefinition first"
                            + " (kubectl apply -k manifests/crd)",
                    HttpURLConnection.HTTP_NOT_FOUND,
                    null);
        }
    }

    /** The sentence that tells most of an exception and its causes. */
    static String explain(Throwable e) {
        var told = String.valueOf(e.getMessage());
        for (var cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && !told.contains(cause.getMessage())) {
                told += ": " + cause.getMessage();
            }
        }
        return told;
    }
}
