package ai.stigmer.agentrunner.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.model.build.BuildReason;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reasons are API: each is documented, and nothing else is told. */
class ReasonTest {
    private static final Pattern ROW = Pattern.compile("^\\| `(\\w+)` \\|", Pattern.MULTILINE);

    @Test
    void the_reference_lists_each_reason_in_its_order() throws IOException {
        assertThat(rows(section("Reasons"))).containsExactlyElementsOf(names(Reason.values()));
        assertThat(rows(section("Reasons of builds"))).containsExactlyElementsOf(names(BuildReason.values()));
    }

    @Test
    void the_guides_say_what_to_do_about_each() throws IOException {
        var troubleshooting = read("troubleshooting.md");
        assertThat(names(Reason.values())).allMatch(reason -> troubleshooting.contains("`" + reason + "`"));
        var builds = read("builds.md");
        assertThat(names(BuildReason.values())).allMatch(reason -> builds.contains("`" + reason + "`"));
    }

    @Test
    void the_guides_name_no_other() throws IOException {
        assertThat(names(Reason.values())).containsAll(rows(read("troubleshooting.md")));
        var builds = read("builds.md");
        assertThat(names(BuildReason.values()))
                .containsAll(rows(builds.substring(builds.indexOf("\n## Troubleshooting"))));
    }

    /** What the operator alone finds has no golden case. */
    @Test
    void each_has_a_golden_case_and_golden_cases_have_no_other() throws IOException {
        var expected = new TreeSet<>(names(Reason.values()));
        expected.remove(Reason.Unreadable.name());
        assertThat(told("/conditions", "/events")).isEqualTo(expected);
    }

    @Test
    void the_reason_of_a_build_is_one_of_either() throws IOException {
        var both = new TreeSet<>(names(Reason.values()));
        both.addAll(names(BuildReason.values()));
        assertThat(both).containsAll(told("/build/reason", "/build/history"));
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }

    private static List<String> rows(String text) {
        return ROW.matcher(text).results().map(row -> row.group(1)).toList();
    }

    private static String read(String page) throws IOException {
        return Files.readString(Path.of("../docs").resolve(page));
    }

    private static String section(String heading) throws IOException {
        return read("reference.md").split("\n## " + heading + "\n", -1)[1].split("\n## ", -1)[0];
    }

    /** The reasons at or below these places, in what golden cases plan. */
    private static Set<String> told(String... places) throws IOException {
        var told = new TreeSet<String>();
        try (Stream<Path> files = Files.walk(GoldenCase.CASES)) {
            for (var file : files.filter(file -> file.getFileName().toString().startsWith("out-"))
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .toList()) {
                var tree = Yaml.read(file);
                for (var place : places) {
                    told.addAll(reasons(tree.at(place)));
                }
            }
        }
        return told;
    }

    private static List<String> reasons(JsonNode node) {
        if (node.isTextual()) {
            return List.of(node.asText());
        }
        var reasons = new ArrayList<String>();
        node.forEach(one -> {
            if (one.hasNonNull("reason")) {
                reasons.add(one.get("reason").asText());
            }
        });
        return reasons;
    }
}
