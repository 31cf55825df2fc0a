package ai.stigmer.agentrunner.model;

import ai.stigmer.agentrunner.model.plan.Plan;
import ai.stigmer.agentrunner.model.plan.Write;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A plan as the files that its case expects, by name. */
final class Golden {
    private static final Map<String, String> FILES = Map.of(
            "PersistentVolumeClaim",
            "out-claim.yaml",
            "Deployment",
            "out-deployment.yaml",
            "PodDisruptionBudget",
            "out-disruption-budget.yaml",
            "NetworkPolicy",
            "out-network-policy.yaml",
            FakeCluster.BUILD_CACHE,
            "out-build-cache.yaml");

    private static final Set<String> HASHES = Set.of("stigmer.ai/applied", "stigmer.ai/config", "stigmer.ai/template");

    private Golden() {}

    static Map<String, String> files(GoldenCase golden) {
        var plan = golden.plan();
        var files = new LinkedHashMap<String, String>();
        files.put("out-plan.yaml", Yaml.write(summary(plan)));
        if (plan.statusChanged()) {
            files.put("out-status.yaml", Yaml.write(plan.status()));
        }
        for (var write : plan.writes()) {
            if (write.manager().equals(Write.OPERATOR)) {
                var key = FakeCluster.key(write.object());
                files.put(FILES.getOrDefault(key, "out-job.yaml"), object(write.object(), golden.cluster()));
            }
        }
        files.replaceAll((name, text) -> golden.hashes().mask(text));
        return files;
    }

    private static Map<String, Object> summary(Plan plan) {
        var summary = new LinkedHashMap<String, Object>();
        summary.put("writes", plan.writes().stream().map(Golden::sentence).toList());
        summary.put(
                "deletes",
                plan.deletes().stream()
                        .map(o -> name(o) + ", uid " + o.getMetadata().getUid())
                        .toList());
        plan.requeueAfter().ifPresent(later -> summary.put("requeueAfter", later.toString()));
        summary.put("events", plan.events());
        if (!plan.statusChanged()) {
            summary.put("status", "unchanged");
        }
        return summary;
    }

    private static String sentence(Write write) {
        var metadata = write.object().getMetadata();
        var verb = write.mustCreate()
                ? "create " + name(write.object())
                : "change " + name(write.object()) + ", uid " + metadata.getUid();
        var replicas = write.manager().equals(Write.REPLICAS)
                ? ", replicas " + Yaml.tree(write.object()).at("/spec/replicas")
                : "";
        return verb + replicas + (write.takesOver() ? ", with what kubectl owns" : "") + ", by " + write.manager();
    }

    private static String name(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getName();
    }

    /** A new object in full; of one that is there already, what the operator changes. */
    private static String object(HasMetadata object, FakeCluster cluster) {
        var desired = (ObjectNode) Yaml.tree(object);
        ((ObjectNode) desired.get("metadata")).remove("uid");
        var live = cluster.get(FakeCluster.key(object));
        if (live.isEmpty()) {
            mask(desired);
            return Yaml.write(desired);
        }
        return Yaml.write(difference(desired, live.get(), cluster.applied(FakeCluster.key(object))));
    }

    private static Map<String, Object> difference(ObjectNode desired, ObjectNode live, Optional<ObjectNode> applied) {
        var before = Flat.of(live);
        var after = Flat.of(desired);
        var set = new LinkedHashMap<String, Object>();
        after.forEach((path, value) -> {
            if (!value.equals(before.get(path)) && !path.endsWith("stigmer.ai/applied")) {
                set.put(path, isHash(path) ? "(another hash)" : value);
            }
        });
        var removed = applied.map(a -> Flat.of(a).keySet()).orElse(Set.of()).stream()
                .filter(path -> !after.containsKey(path) && !path.matches("metadata\\.uid"))
                .toList();
        var difference = new LinkedHashMap<String, Object>();
        difference.put("set", set);
        difference.put("removed", removed);
        return difference;
    }

    private static boolean isHash(String path) {
        return HASHES.stream().anyMatch(path::endsWith);
    }

    /** Hashes differ with every change; the entrypoint of builds is a file of its own. */
    private static void mask(JsonNode node) {
        if (node instanceof ObjectNode object) {
            HASHES.stream().filter(object::has).forEach(hash -> object.put(hash, "(a hash)"));
        }
        if (node instanceof ArrayNode command) {
            for (var i = 0; i < command.size(); i++) {
                if (command.get(i).asText().startsWith("#!/bin/sh")) {
                    command.set(i, "(build.sh)");
                }
            }
        }
        node.forEach(Golden::mask);
    }
}
