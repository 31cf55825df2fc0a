package ai.stigmer.agentrunner.model.simulation;

import ai.stigmer.agentrunner.model.Yaml;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that people do: to AgentRunners, to what is made of them, and beside them. */
final class Edits {
    private static final String USER = "kubectl-edit";
    private static final Key DEPLOYMENT = new Key("Deployment", World.NAME);
    private static final Key CLAIM = new Key("PersistentVolumeClaim", World.NAME + "-workspace");
    private static final Key BUDGET = new Key("PodDisruptionBudget", World.NAME);
    private static final Key POLICY = new Key("NetworkPolicy", World.NAME);
    private static final Key SHARED = new Key("PersistentVolumeClaim", "shared");
    private static final Key SETTINGS = new Key("ConfigMap", "settings");
    private static final List<Key> MADE = List.of(CLAIM, POLICY, DEPLOYMENT, BUDGET);

    private static final Map<String, String> STRANGERS = Map.of(
            "Deployment", """
                    apiVersion: apps/v1
                    spec: {replicas: 1, selector: {}, template: {metadata: {}, spec: {containers: [{name: theirs, image: theirs}]}}}
                    """,
            "PersistentVolumeClaim", """
                    apiVersion: v1
                    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 3Gi}}, storageClassName: standard, volumeMode: Filesystem}
                    status: {phase: Bound, capacity: {storage: 3Gi}}
                    """,
            "PodDisruptionBudget", "{apiVersion: policy/v1, spec: {maxUnavailable: 7}}",
            "NetworkPolicy", "{apiVersion: networking.k8s.io/v1, spec: {podSelector: {}}}",
            "ConfigMap", "{apiVersion: v1, data: {a: '1'}}");

    private final List<Edit> edits = new ArrayList<>();

    private Edits() {
        for (var version : List.of("1.0.0", "1.1.0", "crash", "missing")) {
            spec("sets version " + version, "{version: " + version + "}");
        }
        spec("sets replicas 2", "{replicas: 2}");
        spec("sets replicas 3", "{replicas: 3}");
        spec("leaves out replicas", "{replicas: null}");
        spec("suspends it", "{suspend: true}");
        spec("resumes it", "{suspend: null}");
        spec("makes the workspace ephemeral", "{workspace: {claim: null, existingClaim: null, ephemeral: {}}}");
        spec("gives the workspace a claim", "{workspace: {claim: {}, existingClaim: null, ephemeral: null}}");
        spec(
                "puts the workspace on the claim shared",
                "{workspace: {claim: null, existingClaim: {claimName: shared}, ephemeral: null}}");
        claim("sets retention Delete", "{workspace: {claim: {retention: Delete}}}");
        claim("sets retention Retain", "{workspace: {claim: {retention: Retain}}}");
        claim("sets size 2Gi", "{workspace: {claim: {size: 2Gi}}}");
        spec("switches the network policy on", "{network: {policy: {enabled: true}}}");
        spec("switches the network policy off", "{network: {policy: {enabled: false}}}");
        spec("asks for a disruption budget", "{disruptionBudget: {maxUnavailable: 1}}");
        spec("takes the disruption budget back", "{disruptionBudget: null}");
        spec("asks for the host's network, which is refused", "{network: {mode: Host}}");
        spec("is content with the pod's network", "{network: {mode: null}}");
        spec("asks for rolling updates", "{rollout: {strategy: RollingUpdate}}");
        spec("leaves the strategy to the operator", "{rollout: {strategy: null}}");
        builds();
        lives();
        strangers();
        drift();
        environment();
    }

    static List<Edit> all() {
        return List.copyOf(new Edits().edits);
    }

    static Edit named(String name) {
        return all().stream()
                .filter(edit -> edit.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nobody " + name));
    }

    /** An AgentRunner of version 1.0.0. */
    static void create(SimulatedApiServer server) {
        create(server, "{}");
    }

    private static void create(SimulatedApiServer server, String more) {
        var tree = tree(World.RUNNER, """
                apiVersion: stigmer.ai/v1alpha1
                spec: {version: 1.0.0, envFrom: [{configMapRef: {name: settings, optional: true}}]}
                status: {observedGeneration: -1}
                """);
        patch((ObjectNode) tree.get("spec"), Yaml.parse(more));
        server.create(World.RUNNER, tree, USER, true);
    }

    private void builds() {
        for (var content : List.of("one", "two", "broken", "endless", "unschedulable")) {
            spec("builds from " + content, "{" + build(content) + "}");
        }
        spec("takes the build out", "{build: null}");
        add("deletes all its Jobs", server -> jobs(server).findAny().isPresent(), server -> jobs(server)
                .toList()
                .forEach(job -> server.delete(job.key)));
        // Where both wait for room in the quota, chance decides whose build is first.
        add(
                "lets another AgentRunner build",
                has(World.RIVAL).negate().and(server -> !server.quotaExceeded),
                server -> server.create(
                        World.RIVAL,
                        tree(
                                World.RIVAL,
                                "{apiVersion: stigmer.ai/v1alpha1, spec: {" + build("endless rival")
                                        + ", workspace: {ephemeral: {}}}, status: {observedGeneration: -1}}"),
                        USER,
                        true));
        add("deletes the other AgentRunner", has(World.RIVAL), server -> server.delete(World.RIVAL));
    }

    private static Stream<Stored> jobs(SimulatedApiServer server) {
        return server.all("Job").stream()
                .filter(job -> isOurs(job) && job.key.name().startsWith(World.NAME));
    }

    private static String build(String content) {
        return "build: {source: {inline: {files: {Dockerfile: FROM " + content + "}}}, output: {repository: "
                + JobController.REPOSITORY + "}}";
    }

    private void lives() {
        Predicate<SimulatedApiServer> isAlive = is(World.RUNNER, runner -> !runner.isLeaving());
        add("deletes the AgentRunner", isAlive, server -> server.delete(World.RUNNER));
        add(
                "deletes the AgentRunner, which a finalizer holds",
                isAlive,
                server -> server.update(World.RUNNER, USER, tree -> metadata(tree)
                        .put("deletionTimestamp", World.A_MINUTE_AGO.toString())
                        .putArray("finalizers")
                        .add("example.com/hold")));
        add(
                "removes the finalizer of the AgentRunner",
                is(World.RUNNER, Stored::isLeaving),
                server -> server.remove(World.RUNNER));
        add("deletes the AgentRunner and orphans what it made", isAlive, server -> {
            var owner = server.get(World.RUNNER).orElseThrow().uid();
            server.all().stream()
                    .filter(object -> object.controller().filter(owner::equals).isPresent())
                    .forEach(object -> server.update(object.key, "kube-controller-manager", tree -> metadata(tree)
                            .remove("ownerReferences")));
            server.delete(World.RUNNER);
        });
        add("makes the AgentRunner again", has(World.RUNNER).negate(), Edits::create);
        add(
                "makes the AgentRunner again, with retention Delete",
                has(World.RUNNER).negate(),
                server -> create(server, "workspace: {claim: {retention: Delete}}"));
        add(
                "makes the AgentRunner again, with what is refused",
                has(World.RUNNER).negate(),
                server -> create(server, "network: {mode: Host}"));
        change("allows " + CLAIM + " to be deleted", CLAIM, tree -> annotations(tree)
                .put(Wanted.ALLOW_DELETE, "true"));
        change("forbids " + CLAIM + " to be deleted", CLAIM, tree -> annotations(tree)
                .remove(Wanted.ALLOW_DELETE));
        for (var key : MADE) {
            add("deletes " + key, is(key, object -> !object.isLeaving()), server -> server.delete(key));
        }
    }

    private void strangers() {
        for (var key : MADE) {
            add("makes a " + key + " of their own", has(key).negate(), server -> stranger(server, key, false));
            add(
                    "makes a " + key + " of their own, labelled like ours",
                    has(key).negate(),
                    server -> stranger(server, key, true));
            add("removes their " + key, is(key, object -> object.foreign), server -> server.delete(key));
        }
        add(
                "takes " + DEPLOYMENT + " away from its owner",
                is(DEPLOYMENT, object -> !object.foreign),
                server -> server.giveAway(DEPLOYMENT, tree -> {
                    metadata(tree).remove("ownerReferences");
                    labels(tree).remove("app.kubernetes.io/managed-by");
                }));
        add(
                "takes the owner of " + DEPLOYMENT + " out",
                is(DEPLOYMENT, object -> isOurs(object) && object.controller().isPresent()),
                server -> server.update(DEPLOYMENT, USER, tree -> metadata(tree).remove("ownerReferences")));
    }

    private void drift() {
        for (var key : MADE) {
            change("strips " + key + " of a label", key, tree -> labels(tree).remove("app.kubernetes.io/name"));
            stripped(key);
            change("adds a label to " + key, key, tree -> labels(tree).put("team", "platform"));
        }
        change("puts another image into " + DEPLOYMENT, DEPLOYMENT, tree -> ((ObjectNode)
                        tree.at("/spec/template/spec/containers/0"))
                .put("image", "nginx"));
        change("brings an older revision of " + DEPLOYMENT + " back", DEPLOYMENT, tree -> ((ObjectNode)
                        tree.at("/spec/template/spec"))
                .put("hostNetwork", true)
                .putObject("nodeSelector")
                .put("disk", "ssd"));
        change("scales " + DEPLOYMENT + " to 4", DEPLOYMENT, tree -> ((ObjectNode) tree.get("spec"))
                .put("replicas", 4));
        change("loosens " + POLICY, POLICY, tree -> ((ObjectNode) tree.get("spec")).remove("policyTypes"));
        add(
                "applies the rolling update of " + DEPLOYMENT + " too",
                is(
                        DEPLOYMENT,
                        object -> !object.foreign
                                && object.tree
                                        .at("/spec/strategy/rollingUpdate")
                                        .isObject()),
                server -> server.apply(
                        DEPLOYMENT,
                        tree(DEPLOYMENT, "spec: {strategy: {rollingUpdate: {maxSurge: 1}}}"),
                        "gitops",
                        false));
    }

    /** A claim that is nobody's is known by its labels alone. */
    private void stripped(Key key) {
        Consumer<ObjectNode> strip = tree -> metadata(tree).remove("labels");
        add("strips " + key + " of all labels", is(key, Edits::isOurs), server -> {
            if (server.get(key).orElseThrow().controller().isPresent()) {
                server.update(key, USER, strip);
            } else {
                server.giveAway(key, strip);
            }
        });
    }

    private void environment() {
        add("makes the claim shared", has(SHARED).negate(), server -> stranger(server, SHARED, false));
        add("deletes the claim shared", is(SHARED, object -> !object.isLeaving()), server -> server.delete(SHARED));
        add("makes ConfigMap settings", has(SETTINGS).negate(), server -> stranger(server, SETTINGS, false));
        add(
                "changes ConfigMap settings",
                has(SETTINGS),
                server -> server.update(SETTINGS, USER, tree -> ((ObjectNode) tree.get("data"))
                        .put("a", tree.at("/data/a").asText() + "1")));
        add(
                "fills the quota",
                has(World.RIVAL).negate().and(server -> !server.quotaExceeded),
                server -> server.quotaExceeded = true);
        add("raises the quota", server -> server.quotaExceeded, server -> server.quotaExceeded = false);
        add(
                "loses a node with a pod on it",
                server -> pod(server).isPresent(),
                server -> server.remove(pod(server).orElseThrow().key));
    }

    private static Optional<Stored> pod(SimulatedApiServer server) {
        return server.all("Pod").stream().filter(Kubelet::isReady).findFirst();
    }

    private void spec(String name, String patch) {
        specIf(name, patch, tree -> true);
    }

    /** While there is a claim. */
    private void claim(String name, String patch) {
        specIf(
                name,
                patch,
                tree -> !tree.at("/spec/workspace").has("ephemeral")
                        && !tree.at("/spec/workspace").has("existingClaim"));
    }

    private void specIf(String name, String patch, Predicate<ObjectNode> possible) {
        var change = Yaml.parse(patch);
        UnaryOperator<ObjectNode> patched = tree -> {
            var copy = tree.deepCopy();
            patch((ObjectNode) copy.get("spec"), change);
            return copy;
        };
        add(
                name,
                is(
                        World.RUNNER,
                        object -> possible.test(object.tree)
                                && !patched.apply(object.tree).equals(object.tree)),
                server -> server.update(World.RUNNER, USER, tree -> patch((ObjectNode) tree.get("spec"), change)));
    }

    private void change(String name, Key key, Consumer<ObjectNode> change) {
        add(
                name,
                is(key, object -> {
                    if (!isOurs(object)) {
                        return false;
                    }
                    var copy = object.tree.deepCopy();
                    change.accept(copy);
                    return !copy.equals(object.tree);
                }),
                server -> server.update(key, USER, change));
    }

    private static boolean isOurs(Stored object) {
        return !object.foreign && !object.isLeaving();
    }

    private void add(String name, Predicate<SimulatedApiServer> possible, Consumer<SimulatedApiServer> act) {
        edits.add(new Edit(name, possible, act));
    }

    private static Predicate<SimulatedApiServer> has(Key key) {
        return server -> server.get(key).isPresent();
    }

    private static Predicate<SimulatedApiServer> is(Key key, Predicate<Stored> test) {
        return server -> server.get(key).filter(test).isPresent();
    }

    private static void stranger(SimulatedApiServer server, Key key, boolean labelled) {
        var tree = tree(key, STRANGERS.get(key.kind()));
        if (labelled) {
            labels(tree).put("stigmer.ai/agentrunner", World.NAME);
        }
        server.create(key, tree, "stranger", true);
    }

    private static ObjectNode tree(Key key, @Nullable String yaml) {
        var tree = (ObjectNode) Yaml.parse("" + yaml);
        tree.put("kind", key.kind());
        tree.putObject("metadata").put("name", key.name()).put("namespace", World.NAMESPACE);
        return tree;
    }

    private static ObjectNode metadata(ObjectNode tree) {
        return (ObjectNode) tree.get("metadata");
    }

    private static ObjectNode annotations(ObjectNode tree) {
        return metadata(tree).withObject("/annotations");
    }

    private static ObjectNode labels(ObjectNode tree) {
        return metadata(tree).withObject("/labels");
    }

    /** A JSON merge patch. */
    private static void patch(ObjectNode object, JsonNode change) {
        change.properties().forEach(entry -> {
            if (entry.getValue().isNull()) {
                object.remove(entry.getKey());
            } else if (entry.getValue() instanceof ObjectNode inner) {
                patch(object.withObjectProperty(entry.getKey()), inner);
            } else {
                object.set(entry.getKey(), entry.getValue());
            }
        });
    }
}
