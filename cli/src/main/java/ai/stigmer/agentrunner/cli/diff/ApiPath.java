package ai.stigmer.agentrunner.cli.diff;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.NamespacedName;
import ai.stigmer.agentrunner.model.render.Labels;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where objects are in the API. */
final class ApiPath {
    /** Of the kind itself: there is nothing where its CustomResourceDefinition isn't installed. */
    static final String AGENT_RUNNERS = "/apis/" + AgentRunner.API_VERSION;

    private ApiPath() {}

    static String runner(NamespacedName name) {
        return AGENT_RUNNERS + "/namespaces/" + name.namespace() + "/agentrunners/" + name.name();
    }

    static String namespace(String name) {
        return "/api/v1/namespaces/" + name;
    }

    static String claim(String namespace, String name) {
        return namespace(namespace) + "/persistentvolumeclaims/" + name;
    }

    static String configMap(String namespace, String name) {
        return namespace(namespace) + "/configmaps/" + name;
    }

    static String deployment(NamespacedName name) {
        return "/apis/apps/v1/namespaces/" + name.namespace() + "/deployments/" + name.name();
    }

    static String disruptionBudget(NamespacedName name) {
        return "/apis/policy/v1/namespaces/" + name.namespace() + "/poddisruptionbudgets/" + name.name();
    }

    static String networkPolicy(NamespacedName name) {
        return "/apis/networking.k8s.io/v1/namespaces/" + name.namespace() + "/networkpolicies/" + name.name();
    }

    /** Of its builds. */
    static String jobs(NamespacedName runner) {
        return "/apis/batch/v1/namespaces/" + runner.namespace() + "/jobs?labelSelector="
                + URLEncoder.encode(Labels.RUNNER + "=" + runner.name(), StandardCharsets.UTF_8);
    }
}
