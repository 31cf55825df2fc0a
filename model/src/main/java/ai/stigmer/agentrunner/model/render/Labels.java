package ai.stigmer.agentrunner.model.render;

import ai.stigmer.agentrunner.api.AgentRunner;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The labels of what is made, and the selector, which never changes. */
public final class Labels {
    /** Carries the AgentRunner's name; on everything that is made for it. */
    public static final String RUNNER = "stigmer.ai/agentrunner";

    public static final String COMPONENT = "app.kubernetes.io/component";
    public static final String COMPONENT_RUNNER = "runner";
    public static final String COMPONENT_WORKSPACE = "workspace";
    public static final String COMPONENT_BUILD = "build";
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    public static final String OPERATOR = "agentrunner-operator";
    static final String INSTANCE = "app.kubernetes.io/instance";
    public static final String VERSION = "app.kubernetes.io/version";

    private static final Set<String> OURS = ours();

    /** Stricter than an image tag, which may be longer and may end in a dash. */
    private static final Pattern VALUE = Pattern.compile("^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");

    private Labels() {}

    /** Which pods are an AgentRunner's, for Deployment, PodDisruptionBudget, NetworkPolicy and status.selector. */
    public static Map<String, String> selector(String runner) {
        var labels = new LinkedHashMap<String, String>();
        labels.put(RUNNER, runner);
        labels.put(COMPONENT, COMPONENT_RUNNER);
        return labels;
    }

    public static Map<String, String> of(String runner, String component) {
        var labels = new LinkedHashMap<String, String>();
        labels.put("app.kubernetes.io/name", "agent-runner");
        labels.put(INSTANCE, runner);
        labels.put(COMPONENT, component);
        labels.put("app.kubernetes.io/part-of", "stigmer");
        labels.put(MANAGED_BY, OPERATOR);
        labels.put(RUNNER, runner);
        return labels;
    }

    /** Whether the operator itself writes labels or annotations of this name. */
    public static boolean isOurs(String key) {
        int slash = key.indexOf('/');
        var domain = slash < 0 ? "" : key.substring(0, slash);
        return domain.equals(AgentRunner.GROUP) || domain.endsWith("." + AgentRunner.GROUP) || OURS.contains(key);
    }

    private static Set<String> ours() {
        var keys = new HashSet<>(of("", "").keySet());
        keys.add(VERSION);
        return Set.copyOf(keys);
    }

    static boolean isValue(String value) {
        return VALUE.matcher(value).matches();
    }
}
