package ai.stigmer.agentrunner.operator.testkit;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/** Rights in words, e.g. "patch agentrunners/status.stigmer.ai". */
public final class Rights {

    private Rights() {}

    public static String right(String verb, String resource, String group) {
        return verb + " " + resource + (group.isEmpty() ? "" : "." + group);
    }

    /** Each right that the rules give. */
    public static SortedSet<String> of(Collection<PolicyRule> rules) {
        var rights = new TreeSet<String>();
        for (var rule : rules) {
            for (var group : rule.getApiGroups()) {
                for (var resource : rule.getResources()) {
                    rule.getVerbs().forEach(verb -> rights.add(right(verb, resource, group)));
                }
            }
        }
        return rights;
    }
}
