package ai.stigmer.agentrunner.operator.cluster;

import ai.stigmer.agentrunner.testing.Repository;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Specs of AgentRunners made at random from the CustomResourceDefinition: any field of it, with what is usual there and
 * with what nobody expects. The API server says which of them are valid.
 */
final class SchemaValues {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** What is usual in a field of that name, so that not every manifest is refused. */
    private static final Map<String, List<String>> USUAL = Map.ofEntries(
            Map.entry("version", List.of("1.4.2", "latest", "1.5.0-")),
            Map.entry("repository", List.of("localhost:5001/agent-runner", "ghcr.io/a/b")),
            Map.entry("digest", List.of("sha256:" + "0a".repeat(32))),
            Map.entry("image", List.of("busybox:1", "a/b")),
            Map.entry("name", List.of("a", "b", "settings", "scratch", "workspace", "tmp", "agent-runner")),
            Map.entry("mountPath", List.of("/data", "/workspace", "/etc/agent-runner/temporal-tls", "/data/../tmp")),
            Map.entry("path", List.of("/", "a", "a/b", "/health")),
            Map.entry("subPath", List.of("a", "a/b")),
            Map.entry("ip", List.of("10.0.0.1", "fd00::1")),
            Map.entry("cidr", List.of("10.0.0.0/8", "::/0")),
            Map.entry("hostnames", List.of("host", "host.example.com")),
            Map.entry("operator", List.of("Exists", "Equal", "In", "NotIn", "Gt")),
            Map.entry("effect", List.of("NoSchedule", "NoExecute")),
            Map.entry("topologyKey", List.of("kubernetes.io/hostname", "zone")),
            Map.entry("whenUnsatisfiable", List.of("DoNotSchedule", "ScheduleAnyway")),
            Map.entry("restartPolicy", List.of("Always", "Never")),
            Map.entry("imagePullPolicy", List.of("Always", "Never")),
            Map.entry("protocol", List.of("TCP", "UDP", "SCTP")),
            Map.entry("scheme", List.of("HTTP", "HTTPS")),
            Map.entry("medium", List.of("Memory", "")),
            Map.entry("type", List.of("RuntimeDefault", "Localhost", "Unconfined")),
            Map.entry("fieldPath", List.of("metadata.name", "metadata.labels['a']", "status.podIP", "spec.nodeName")),
            Map.entry("resource", List.of("limits.cpu", "requests.memory", "limits.nvidia.com/gpu")),
            Map.entry("driver", List.of("example.com")),
            Map.entry("volumeName", List.of("scratch")),
            Map.entry("storageClassName", List.of("standard", "fast", "")),
            Map.entry("terminationMessagePolicy", List.of("File", "FallbackToLogsOnError")),
            Map.entry("url", List.of("https://git.example.com/a", "ssh://git@git.example.com/a.git")),
            Map.entry("ref", List.of("main", "v1.4.2")),
            Map.entry("dockerfile", List.of("Dockerfile", "a/Dockerfile")),
            Map.entry("platforms", List.of("linux/amd64", "linux/arm64")));

    private static final List<String> STRANGE = List.of(
            "",
            " ",
            "a b",
            "A-b_c.d",
            "\u00fcn\u00efc\u00f6d\u00e9 \u2713 \u6f22\u5b57 \ud83d\ude80",
            "\u0000",
            "bell\u0007 tab\t line\nend\r",
            "\u202eright to left",
            "$(HOME) ${HOME} `id` '; --",
            "{{ .Values }}",
            "../../etc/passwd",
            "/",
            "-1",
            "1e3",
            "true",
            "null",
            "~",
            "1Gi",
            "stigmer.ai/agentrunner",
            "app.kubernetes.io/name",
            "x".repeat(63),
            "x".repeat(64),
            "x".repeat(253),
            "x".repeat(254),
            "x".repeat(5000));

    private static final List<String> QUANTITIES =
            List.of("1", "0", "1Gi", "1024Mi", "0.5", "500m", "-1", "1e3", "1n", "50%", "http", "a");
    private static final List<Long> INTEGERS =
            List.of(0L, 1L, 2L, 30L, 1000L, 80L, -1L, 65535L, 65536L, (long) Integer.MAX_VALUE);

    private static final List<String> SOURCES = List.of(
            "git: {url: 'https://git.example.com/a', ref: main}",
            "configMap: {name: a}",
            "inline: {files: {Dockerfile: 'FROM a'}}",
            "workspace: {subPath: a}");

    private static final List<String> OUTPUTS = List.of("{repository: registry.example.com/demo}");

    private SchemaValues() {}

    /** None runs pods: it is the objects that are tried, and the machine has to bear thousands. */
    static Arbitrary<ObjectNode> specs() {
        return object(schema(), 0).map(spec -> {
            if (!spec.has("image")) {
                spec.putIfAbsent("version", TextNode.valueOf("1.4.2"));
            }
            return spec.put("suspend", true);
        });
    }

    /** Those that ask for a build, mostly of a source and to a registry that are valid. */
    static Arbitrary<ObjectNode> builds() {
        var schema = schema().at("/properties/build");
        return Combinators.combine(
                        object(schema, 1),
                        mostly(SOURCES, any("source", schema.at("/properties/source"), 1)),
                        mostly(OUTPUTS, any("output", schema.at("/properties/output"), 1)))
                .as((build, source, output) -> (ObjectNode) JSON.objectNode()
                        .put("version", "1.4.2")
                        .put("suspend", true)
                        .set("build", build.<ObjectNode>set("source", source).set("output", output)));
    }

    private static Arbitrary<JsonNode> mostly(List<String> usual, Arbitrary<JsonNode> others) {
        return Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.of(usual).map(SchemaValues::parse)), Tuple.of(1, others));
    }

    private static JsonNode parse(String yaml) {
        try {
            return new YAMLMapper().readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode schema() {
        try {
            var crd = new YAMLMapper()
                    .readTree(Repository.root()
                            .resolve("manifests/crd/agentrunners.yaml")
                            .toFile());
            return crd.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Arbitrary<JsonNode> any(String field, JsonNode schema, int depth) {
        if (schema.has("enum")) {
            return Arbitraries.of(list(schema.get("enum"), value -> value));
        }
        if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
            return Arbitraries.oneOf(
                    Arbitraries.of(QUANTITIES).map(TextNode::valueOf),
                    Arbitraries.of(0, 1, 80).map(JSON::numberNode));
        }
        return switch (schema.path("type").asText()) {
            case "object" ->
                schema.has("additionalProperties")
                        ? map(field, schema.get("additionalProperties"), depth)
                        : object(schema, depth).map(object -> object);
            case "array" ->
                any(field, schema.get("items"), depth + 1)
                        .list()
                        .ofMinSize(depth > 4 ? 0 : 1)
                        .ofMaxSize(2)
                        .map(items -> JSON.arrayNode().addAll(items));
            case "boolean" -> Arbitraries.of(true, false).map(JSON::booleanNode);
            case "integer" -> Arbitraries.of(INTEGERS).map(JSON::numberNode);
            case "number" -> Arbitraries.of(0.0, 0.25, 1.0, 2.0, -1.0, 1e300).map(JSON::numberNode);
            default -> text(field, schema.path("maxLength").asInt(1_000));
        };
    }

    private static Arbitrary<JsonNode> text(String field, int maxLength) {
        var strange = new ArrayList<>(STRANGE);
        strange.add("y".repeat(maxLength));
        strange.add("\u00fc".repeat(maxLength));
        return Arbitraries.frequencyOf(
                        Tuple.of(6, Arbitraries.of(USUAL.getOrDefault(field, List.of("a", "b-c", "Some text.")))),
                        Tuple.of(1, Arbitraries.of(strange)))
                .map(TextNode::valueOf);
    }

    private static Arbitrary<JsonNode> map(String field, JsonNode values, int depth) {
        var keys = text(field.matches("limits|requests") ? "resource" : "label", 63)
                .map(JsonNode::asText);
        return Arbitraries.maps(keys, any(field, values, depth + 1))
                .ofMaxSize(2)
                .map(entries -> {
                    var object = JSON.objectNode();
                    entries.forEach(object::set);
                    return object;
                });
    }

    /** Of the many fields of a spec a few; of what is further down about two. */
    private static Arbitrary<ObjectNode> object(JsonNode schema, int depth) {
        var required = list(schema.path("required"), JsonNode::asText);
        var properties = List.copyOf(schema.path("properties").properties());
        var chance = depth == 0 ? 0.12 : Math.min(0.8, 2.0 / Math.max(1, properties.size()));
        var values = properties.stream()
                .map(property -> required.contains(property.getKey())
                        ? any(property.getKey(), property.getValue(), depth + 1).map(Optional::of)
                        : Arbitraries.frequencyOf(
                                Tuple.of((int) (chance * 100), Arbitraries.lazy(() -> any(
                                                property.getKey(), property.getValue(), depth + 1)
                                        .map(Optional::of))),
                                Tuple.of(100 - (int) (chance * 100), Arbitraries.just(Optional.<JsonNode>empty()))))
                .toList();
        return Combinators.combine(values).as(chosen -> {
            var object = JSON.objectNode();
            for (int i = 0; i < chosen.size(); i++) {
                var name = properties.get(i).getKey();
                chosen.get(i).ifPresent(value -> object.set(name, value.deepCopy()));
            }
            return object;
        });
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> read) {
        var list = new ArrayList<T>();
        array.forEach(element -> list.add(read.apply(element)));
        return list;
    }
}
