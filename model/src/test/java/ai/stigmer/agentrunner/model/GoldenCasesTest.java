package ai.stigmer.agentrunner.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** Each case says in its name what holds: in- files are what is there, out- files what is planned. */
class GoldenCasesTest {
    /** {@code -Dgolden.update} writes the out- files instead of comparing them: read the diff before committing. */
    private static final boolean UPDATE = System.getProperty("golden.update") != null;

    private static final String STARTING_POINTS =
            GoldenCase.CASES.relativize(CaseHistory.STARTING_POINTS).toString();

    @TestFactory
    Stream<DynamicTest> cases() {
        return GoldenCase.folders().stream().map(folder -> test(folder, () -> check(folder)));
    }

    /** Whatever a plan says, once it is carried out there is nothing left to do. */
    @TestFactory
    Stream<DynamicTest> cases_are_done_after_one_plan() {
        return GoldenCase.folders().stream()
                .map(folder -> test(folder, () -> {
                    var again = GoldenCase.at(folder).again();
                    assertThat(again.writes()).isEmpty();
                    assertThat(again.deletes()).isEmpty();
                }));
    }

    @Test
    void no_fixture_is_unused() throws IOException {
        for (var folder : GoldenCase.folders()) {
            var unknown = new TreeSet<>(files(folder, "in-"));
            unknown.removeAll(CaseInputs.files());
            unknown.remove(CaseHistory.FILE);
            assertThat(unknown).as(name(folder)).isEmpty();
            assertThat(files(folder, ""))
                    .as(name(folder))
                    .allMatch(file -> file.startsWith("in-") || file.startsWith("out-"))
                    .contains("in-agentrunner.yaml");
        }
    }

    @Test
    void every_file_is_in_a_case_but_the_starting_points() throws IOException {
        try (Stream<Path> files = Files.walk(GoldenCase.CASES)) {
            var outside = files.filter(Files::isRegularFile)
                    .map(GoldenCase.CASES::relativize)
                    .filter(file -> file.getNameCount() != 3)
                    .filter(file -> !file.startsWith(STARTING_POINTS))
                    .map(Path::toString);
            assertThat(outside).containsExactly("README.md");
        }
    }

    /** One that a single case uses is easier to read in that case. */
    @Test
    void every_starting_point_is_shared() throws IOException {
        var uses = GoldenCase.folders().stream()
                .map(folder -> folder.resolve(CaseHistory.FILE))
                .filter(Files::exists)
                .flatMap(file -> Yaml.read(file).valueStream())
                .filter(step -> step.has(CaseHistory.STARTING_POINT))
                .collect(Collectors.groupingBy(
                        step -> step.get(CaseHistory.STARTING_POINT).asText() + ".yaml", Collectors.counting()));
        assertThat(uses).containsOnlyKeys(files(CaseHistory.STARTING_POINTS, ""));
        assertThat(uses).allSatisfy((name, cases) -> assertThat(cases).as(name).isGreaterThan(1));
    }

    @Test
    void there_are_enough_cases_to_read() {
        assertThat(GoldenCase.folders()).hasSizeGreaterThanOrEqualTo(60);
    }

    private static DynamicTest test(Path folder, Executable check) {
        return dynamicTest(name(folder).replace('-', ' '), check);
    }

    private static void check(Path folder) throws IOException {
        var expected = Golden.files(GoldenCase.at(folder));
        if (UPDATE) {
            for (var old : files(folder, "out-")) {
                Files.delete(folder.resolve(old));
            }
            for (var file : expected.entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
            }
        }
        Map<String, String> found = new TreeMap<>();
        for (var file : files(folder, "out-")) {
            found.put(file, Files.readString(folder.resolve(file)));
        }
        var name = name(folder);
        assertThat(found.keySet()).as("files of " + name).containsExactlyInAnyOrderElementsOf(expected.keySet());
        expected.forEach((file, text) -> assertThat(text).as(name + "/" + file).isEqualTo(found.get(file)));
    }

    private static String name(Path folder) {
        return GoldenCase.CASES.relativize(folder).toString();
    }

    private static Set<String> files(Path folder, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.startsWith(prefix))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
