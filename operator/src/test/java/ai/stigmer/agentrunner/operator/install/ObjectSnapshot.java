package ai.stigmer.agentrunner.operator.install;

import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is there of AgentRunners, their claims, Deployments and pods, by kind and name: the uid, how often the spec
 * changed, and how often a pod's containers were started anew. Equal means that nobody noticed anything.
 */
record ObjectSnapshot(Map<String, String> objects) {
    private static final String EACH = "jsonpath={range .items[*]}{.kind}/{.metadata.name} {.metadata.uid}"
            + " {.metadata.generation} {.status.containerStatuses[*].restartCount}{\"\\n\"}{end}";

    static ObjectSnapshot in(Sandbox user) {
        var objects = new TreeMap<String, String>();
        user.kubectl("get", "agentrunners.stigmer.ai,persistentvolumeclaims,deployments,pods", "-o", EACH)
                .lines()
                .map(line -> line.split(" ", 2))
                .forEach(parts -> objects.put(parts[0], parts[1]));
        return new ObjectSnapshot(objects);
    }
}
