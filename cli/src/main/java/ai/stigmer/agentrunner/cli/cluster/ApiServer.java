package ai.stigmer.agentrunner.cli.cluster;

import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.diff.Cluster;
import ai.stigmer.agentrunner.cli.manifest.Kubeconfig;
import ai.stigmer.agentrunner.model.text.PlainText;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Optional;

/** The API server of a kubeconfig's context. Each request is made once and its time is bounded: a person waits. */
public final class ApiServer implements Cluster, AutoCloseable {
    /** Lower ones are no answers. */
    private static final int HTTP = 100;

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KubernetesClient client;
    private final String described;

    private ApiServer(Config config, String described) {
        var bounded = new ConfigBuilder(config)
                .withUserAgent("agentrunner")
                .withConnectionTimeout((int) Connection.CONNECT.toMillis())
                .withRequestTimeout((int) Connection.REQUEST.toMillis())
                .withRequestRetryBackoffLimit(0)
                .build();
        this.client = new KubernetesClientBuilder()
                .withConfig(bounded)
                // Without the search for every type there is: answers are read as they are.
                .withKubernetesSerialization(new KubernetesSerialization(new ObjectMapper(), false))
                .build();
        this.described = client.getMasterUrl() + described;
    }

    /**
     * Of a context. Nothing is sent yet; a program that the kubeconfig names for credentials is run.
     *
     * @throws Failure where the context can't be used
     */
    public static ApiServer of(Kubeconfig.Context context) {
        try {
            var config = Config.fromKubeconfig(context.kubeconfig().toString());
            var user = context.kubeconfig().at("/users/0/user");
            if (user.has("as")) {
                config.setImpersonateUsername(user.path("as").asText());
                config.setImpersonateGroups(user.path("as-groups")
                        .valueStream()
                        .map(JsonNode::asText)
                        .toArray(String[]::new));
            }
            return new ApiServer(config, " (context " + context.name() + ")");
        } catch (KubernetesClientException e) {
            throw Failure.noCluster("the kubeconfig's context " + context.name() + " can't be used: " + words(e)
                    + "; kubectl get ns --context " + context.name() + " says whether kubectl can");
        }
    }

    /** Of the cluster in whose pod this runs, with the pod's ServiceAccount. */
    public static ApiServer ofPod() {
        return new ApiServer(Config.autoConfigure(null), " (this pod's own cluster)");
    }

    @Override
    public Answer get(String path) {
        try {
            return answer(path, Optional.ofNullable(client.raw(path)));
        } catch (KubernetesClientException e) {
            if (e.getCode() < HTTP) {
                throw Failure.noCluster("no cluster answers at " + described + ": " + Connection.problem(e)
                        + "; start it, or name another context with --context (kubectl config get-contexts)");
            }
            return switch (e.getCode()) {
                case NOT_FOUND -> new Absent();
                case FORBIDDEN -> new Forbidden(words(e));
                case UNAUTHORIZED ->
                    throw Failure.noCluster("the cluster at " + described + " doesn't know who asks: " + words(e)
                            + "; log in again, or name another context with --context");
                default ->
                    throw Failure.noCluster(
                            "the cluster at " + described + " fails on " + path + ": " + words(e) + "; try again");
            };
        }
    }

    private Answer answer(String path, Optional<String> text) {
        return text.isEmpty()
                ? new Absent()
                : new Found(text.flatMap(ApiServer::object)
                        .orElseThrow(() -> Failure.noCluster("what answers at " + described
                                + " is no Kubernetes API server: it has no object at " + path
                                + "; name another context with --context")));
    }

    private static Optional<ObjectNode> object(String text) {
        try {
            return JSON.readTree(text) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** The API server's own, or else the client's. */
    private static String words(KubernetesClientException e) {
        var words = Optional.ofNullable(e.getStatus())
                .map(status -> status.getMessage())
                .or(() -> Optional.ofNullable(e.getMessage()))
                .orElse("it says no more");
        return PlainText.oneLine(PlainText.ofOthers(words));
    }

    @Override
    public void close() {
        client.close();
    }
}
