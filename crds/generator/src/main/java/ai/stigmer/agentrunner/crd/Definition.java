package ai.stigmer.agentrunner.crd;

import ai.stigmer.agentrunner.api.AgentRunner;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.crdv2.generator.CRDGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The CustomResourceDefinition of AgentRunner: what fabric8's generator makes of the Java types, completed. */
final class Definition {
    private static final YAMLMapper YAML = new YAMLMapper();

    private Definition() {}

    /** A new tree, which the caller may change. */
    static ObjectNode make() {
        var definition = (ObjectNode) parse(generated());
        merge(definition, resource("frame.yaml"));
        var steps = List.of(
                new EmbeddedTypes(), new ListTypes(), new Formats(), new Rules(resource("embedded-rules.yaml")));
        steps.forEach(step -> Schema.walk(schema(definition), step));
        return definition;
    }

    /** The OpenAPI schema of the only version. */
    static ObjectNode schema(ObjectNode definition) {
        return (ObjectNode) definition.at("/spec/versions/0/schema/openAPIV3Schema");
    }

    private static byte[] generated() {
        try (var output = new InMemory()) {
            var made = new CRDGenerator()
                    .forCRDVersions("v1")
                    .customResourceClasses(List.of(AgentRunner.class))
                    .withOutput(output)
                    .generate();
            if (made != 1) {
                throw new IllegalStateException("the generator wrote " + made + " definitions instead of one");
            }
            return output.text.toByteArray();
        }
    }

    private static JsonNode resource(String name) {
        try (var file = Definition.class.getResourceAsStream(name)) {
            return parse(Objects.requireNonNull(file, name).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parse(byte[] yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Maps are merged by key, lists of maps by position; any other value of the frame replaces the generated one. */
    private static void merge(JsonNode target, JsonNode frame) {
        if (target instanceof ObjectNode object) {
            frame.properties().forEach(entry -> {
                if (mergeable(object.get(entry.getKey()), entry.getValue())) {
                    merge(object.get(entry.getKey()), entry.getValue());
                } else {
                    object.set(entry.getKey(), entry.getValue());
                }
            });
        } else if (target instanceof ArrayNode array) {
            for (int i = 0; i < frame.size(); i++) {
                merge(array.get(i), frame.get(i));
            }
        }
    }

    private static boolean mergeable(@Nullable JsonNode target, JsonNode frame) {
        return target != null
                && ((target.isObject() && frame.isObject())
                        || (target.isArray()
                                && frame.isArray()
                                && target.path(0).isObject()));
    }

    /** Holds the one definition that the generator writes. */
    private static final class InMemory implements CRDGenerator.CRDOutput<ByteArrayOutputStream> {
        private final ByteArrayOutputStream text = new ByteArrayOutputStream();

        @Override
        public ByteArrayOutputStream outputFor(String name) {
            return text;
        }

        @Override
        public void close() {}
    }
}
