package ai.stigmer.agentrunner.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.cli.manifest.YamlMistake;
import ai.stigmer.agentrunner.cli.manifest.YamlReader;
import ai.stigmer.agentrunner.testing.LocalCluster;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import org.jspecify.annotations.Nullable;

/**
 * What agentrunner makes of YAML is what kubectl makes of it: aliases, merges, tags, and what is no text without quotes. It
 * refuses more where JSON has nothing like it and a merge hides that from kubectl, and what is there twice: not tried here.
 */
class YamlTest {
    private static final List<String> VALUES = List.of(
            "yes",
            "n",
            "~",
            "null",
            "-1",
            "+5",
            "0o17",
            "017",
            "08",
            "0x1F",
            "-0x1",
            "0b1_1",
            "1_000",
            "_1",
            "1__0",
            "1.10",
            "1e3",
            "1E400",
            "1e-400",
            ".5",
            "5.",
            ".",
            "-",
            "123456789012345678901234567890",
            "9223372036854775808",
            "0xFFFFFFFFFFFFFFFF",
            "-0xFFFFFFFFFFFFFFFF",
            "0xFFFFFFFFFFFFFFFFF",
            "2026-01-01",
            "12:30:45",
            "'it''s'",
            "\"b\\n\"",
            "'yes'",
            "\"1\"",
            "a: b",
            "a#b",
            "a #c",
            "!!str yes",
            "!!str 1",
            "!!int \"5\"",
            "!!int yes",
            "!!int 1.5",
            "!!float 3",
            "!!float abc",
            "!!bool \"no\"",
            "!!bool 1",
            "!!null ''",
            "!!null x",
            "!!binary aGk=",
            "! 5",
            "!own 5",
            "<<",
            "=",
            "é",
            "|\n      x\n       y\n",
            "|-\n      x\n\n",
            ">\n      x\n      y\n\n      z\n",
            "[1, [yes], {c: d}]",
            "{a: {b: [c, d]}, e}",
            "[]",
            "{}",
            "");

    private static final List<String> KEYS = List.of(
            "k1", "k2", "k3", "yes", "1", "1.10", "0x1F", "1e3", "1e7", "1.5e-7", "1000000.5", "'q'", "!!str on");

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Always the same ones: chance is for the campaign, whose failure is nobody else's. */
    @Tag("cluster")
    @Example
    void of_six_hundred_random_documents() throws IOException {
        assertSame(600, new Random(63));
    }

    @Tag("faults")
    @Property(tries = 10, shrinking = ShrinkingMode.OFF)
    void of_ten_thousand_random_documents(@ForAll long seed) throws IOException {
        assertSame(1000, new Random(seed));
    }

    private static void assertSame(int count, Random random) throws IOException {
        var folder = Files.createTempDirectory("yaml");
        var ours = new TreeMap<String, JsonNode>();
        var texts = new TreeMap<String, String>();
        for (int i = 0; i < count; i++) {
            var name = "d%04d".formatted(i);
            var text = document(name, random);
            texts.put(name, text);
            Files.writeString(folder.resolve(name + ".yaml"), text);
            try {
                YamlReader.read(name, text, document -> ours.put(name, document.tree()));
            } catch (YamlMistake e) {
                // Refused: kubectl must do so, too.
            }
        }
        var theirs = ofKubectl(folder.toString());
        var differences = texts.keySet().stream()
                .filter(name -> !isSame(ours.get(name), theirs.get(name)))
                .map(name -> texts.get(name) + "\nis for agentrunner " + ours.get(name) + "\nand for kubectl "
                        + theirs.get(name))
                .toList();
        assertThat(differences).isEmpty();
        assertThat(theirs).hasSizeGreaterThan(count / 5);
        System.out.println(count + " documents, " + theirs.size() + " of them taken by both");
    }

    /** By name, those that it takes. */
    private static Map<String, JsonNode> ofKubectl(String folder) throws IOException {
        var result = LocalCluster.up().kubectl("label", "--local", "-f", folder, "a=b", "-o", "json");
        var documents = new TreeMap<String, JsonNode>();
        try (MappingIterator<JsonNode> read = JSON.readerFor(JsonNode.class).readValues(result.out())) {
            read.forEachRemaining(
                    document -> documents.put(document.at("/metadata/name").asText(), document));
        }
        return documents;
    }

    private static boolean isSame(@Nullable JsonNode ours, @Nullable JsonNode theirs) {
        if (ours == null || theirs == null) {
            return ours == null && theirs == null;
        }
        return data(ours).equals(AS_GO, data(theirs));
    }

    /** Beyond 64 bits Go's numbers are floating-point numbers. */
    private static final Comparator<JsonNode> AS_GO = (one, other) -> one.isNumber() && other.isNumber()
            ? Double.compare(one.asDouble() + 0.0, other.asDouble() + 0.0)
            : one.equals(other) ? 0 : 1;

    private static JsonNode data(JsonNode document) {
        return document.path("data").isMissingNode() ? NullNode.getInstance() : document.get("data");
    }

    private static String document(String name, Random random) {
        var anchors = new ArrayList<String>();
        return IntStream.range(0, 1 + random.nextInt(4))
                .mapToObj(field -> "  d" + field + ": " + value(4, anchors, random) + "\n")
                .collect(Collectors.joining(
                        "", "kind: Any\napiVersion: v1\nmetadata: {name: " + name + "}\ndata:\n", ""));
    }

    private static String value(int indentation, List<String> anchors, Random random) {
        if (!anchors.isEmpty() && random.nextInt(6) == 0) {
            return "*" + any(anchors, random);
        }
        // Now and then one that is used within itself, or nowhere.
        var anchor = random.nextInt(4) == 0 ? "a" + random.nextInt(6) : "";
        var value =
                switch (indentation > 8 ? 9 : random.nextInt(10)) {
                    case 0, 1, 2, 3 -> fields(indentation, anchors, random);
                    case 4, 5 -> items(indentation, anchors, random);
                    default -> any(VALUES, random);
                };
        if (anchor.isEmpty()) {
            return value;
        }
        anchors.add(anchor);
        return "&" + anchor + (value.startsWith("\n") ? "" : " ") + value;
    }

    private static String fields(int indentation, List<String> anchors, Random random) {
        var keys = new ArrayList<>(KEYS);
        Collections.shuffle(keys, random);
        var lines = new ArrayList<String>();
        for (var key : keys.subList(0, 1 + random.nextInt(3))) {
            lines.add(key + ": " + value(indentation + 2, anchors, random));
        }
        if (!anchors.isEmpty() && random.nextInt(3) == 0) {
            lines.add(random.nextInt(lines.size() + 1), "<<: " + merged(anchors, random));
        }
        return lines.stream().map(line -> "\n" + " ".repeat(indentation) + line).collect(Collectors.joining());
    }

    private static String merged(List<String> anchors, Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> "*" + any(anchors, random);
            case 1 -> "[*" + any(anchors, random) + ", {k2: 1, z: 2}]";
            default -> "{k1: 3, yes: 4}";
        };
    }

    private static String items(int indentation, List<String> anchors, Random random) {
        return IntStream.range(0, 1 + random.nextInt(3))
                .mapToObj(item -> "\n" + " ".repeat(indentation) + "- " + value(10, anchors, random))
                .collect(Collectors.joining());
    }

    private static String any(List<String> choice, Random random) {
        return choice.get(random.nextInt(choice.size()));
    }
}
