package ai.stigmer.agentrunner.cli.diff;

import ai.stigmer.agentrunner.cli.container.OperatorModel;
import ai.stigmer.agentrunner.cli.manifest.ManifestFile;
import ai.stigmer.agentrunner.cli.manifest.ManifestReader;
import ai.stigmer.agentrunner.cli.manifest.Manifests;
import ai.stigmer.agentrunner.model.NamespacedName;
import ai.stigmer.agentrunner.model.rule.Permission;
import ai.stigmer.agentrunner.model.rule.Policy;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A cluster whose operator has come to all that was applied. */
final class FakeCluster implements Cluster {
    static final NamespacedName DEMO = new NamespacedName("agents", "demo");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final OperatorModel MODEL =
            OperatorModel.ofCluster(new Policy(Set.of(Permission.BUILDS, Permission.NETWORK_POLICIES)));

    private final Map<String, ObjectNode> objects = new HashMap<>();
    private final Set<String> forbidden = new HashSet<>();
    final List<String> asked = new ArrayList<>();

    FakeCluster() {
        objects.put(ApiPath.AGENT_RUNNERS, JsonNodeFactory.instance.objectNode());
        objects.put(ApiPath.namespace("agents"), JsonNodeFactory.instance.objectNode());
    }

    @Override
    public Answer get(String path) {
        asked.add(path);
        if (forbidden.contains(path)) {
            return new Forbidden("User \"viewer\" cannot get it");
        }
        return objects.containsKey(path) ? new Found(objects.get(path).deepCopy()) : new Absent();
    }

    static String manifest(String spec) {
        return "apiVersion: stigmer.ai/v1alpha1\nkind: AgentRunner\nmetadata: {name: demo, namespace: agents}\nspec: "
                + spec + "\n";
    }

    /** The AgentRunner demo by kubectl apply, its objects, and a volume of its claim. */
    FakeCluster apply(String spec, String... others) {
        var manifests = read(manifest(spec), others);
        var live = Trees.of(manifest(spec));
        var applied = live.deepCopy();
        applied.withObject("/metadata/annotations");
        live.withObject("/metadata").put("uid", "local").put("generation", 1);
        live.withObject("/metadata/annotations")
                .put("kubectl.kubernetes.io/last-applied-configuration", applied.toString());
        live.withObject("/status").put("observedGeneration", 1);
        live.withObject("/status/workspace").put("capacity", "1Gi");
        put(ApiPath.runner(DEMO), live);
        MODEL.objects(manifests.runners().getFirst().runner(), manifests.digests("agents"))
                .forEach(object -> put(JSON.valueToTree(object)));
        return this;
    }

    private void put(ObjectNode object) {
        switch (object.path("kind").asText()) {
            case "PersistentVolumeClaim" -> {
                object.withObject("/status").put("phase", "Bound");
                object.withObject("/status/capacity").set("storage", object.at("/spec/resources/requests/storage"));
                put(ApiPath.claim("agents", object.at("/metadata/name").asText()), object);
            }
            case "Deployment" -> put(ApiPath.deployment(DEMO), object);
            case "PodDisruptionBudget" -> put(ApiPath.disruptionBudget(DEMO), object);
            case "NetworkPolicy" -> put(ApiPath.networkPolicy(DEMO), object);
            default ->
                put(ApiPath.jobs(DEMO), (ObjectNode) JsonNodeFactory.instance
                        .objectNode()
                        .set("items", JsonNodeFactory.instance.arrayNode().add(object)));
        }
    }

    FakeCluster put(String path, ObjectNode object) {
        objects.put(path, object);
        return this;
    }

    FakeCluster without(String path) {
        objects.remove(path);
        return this;
    }

    FakeCluster forbid(String path) {
        forbidden.add(path);
        return this;
    }

    ObjectNode object(String path) {
        return Objects.requireNonNull(objects.get(path), path);
    }

    /** What agentrunner diff finds out of a file with the AgentRunner and others. */
    RunnerDiff diff(String spec, String... others) {
        return diff(read(manifest(spec), others));
    }

    /** The same of a whole file. */
    RunnerDiff diffOf(String file) {
        return diff(read(file));
    }

    private RunnerDiff diff(Manifests manifests) {
        return new RunnerComparison(this, MODEL, manifests, Instant.parse("2026-11-27T06:00:00Z"))
                .compare(manifests.runners().getFirst());
    }

    private static Manifests read(String runner, String... others) {
        var text = runner + (others.length == 0 ? "" : "---\n") + String.join("\n---\n", others);
        return ManifestReader.readForCluster(List.of(new ManifestFile("demo.yaml", text)), "agents");
    }
}
