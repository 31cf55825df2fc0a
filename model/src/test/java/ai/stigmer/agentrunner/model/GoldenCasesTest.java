package ai.stigmer.agentrunner.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each folder under {@code cases}: its name is the sentence, in- files are what is there, out- files what is planned. */
class GoldenCasesTest {
    /** {@code -Dgolden.update} writes the out- files instead of comparing them: read the diff before committing. */
    private static final boolean UPDATE = System.getProperty("golden.update") != null;

    @TestFactory
    Stream<DynamicTest> cases() throws IOException {
        return folders().stream().map(name -> dynamicTest(name.replace('-', ' '), () -> check(name)));
    }

    /** Whatever a plan says, once it is carried out there is nothing left to do. */
    @TestFactory
    Stream<DynamicTest> cases_are_done_after_one_plan() throws IOException {
        return folders().stream()
                .map(name -> dynamicTest(name.replace('-', ' '), () -> {
                    var again = GoldenCase.of(name).again();
                    assertThat(again.writes()).isEmpty();
                    assertThat(again.deletes()).isEmpty();
                }));
    }

    @Test
    void no_fixture_is_unused() throws IOException {
        for (var name : folders()) {
            var unknown = new TreeSet<>(files(name, "in-"));
            unknown.removeAll(GoldenCase.INPUTS.keySet());
            assertThat(unknown).as(name).isEmpty();
            assertThat(files(name, "")).as(name).allMatch(file -> file.startsWith("in-") || file.startsWith("out-"));
            assertThat(files(name, "")).as(name).contains("in-agentrunner.yaml");
        }
    }

    @Test
    void there_are_enough_cases_to_read() throws IOException {
        assertThat(folders()).hasSizeGreaterThanOrEqualTo(60);
    }

    private static void check(String name) throws IOException {
        var expected = Golden.files(GoldenCase.of(name));
        var folder = GoldenCase.CASES.resolve(name);
        if (UPDATE) {
            for (var old : files(name, "out-")) {
                Files.delete(folder.resolve(old));
            }
            for (var file : expected.entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
            }
        }
        Map<String, String> found = new TreeMap<>();
        for (var file : files(name, "out-")) {
            found.put(file, Files.readString(folder.resolve(file)));
        }
        assertThat(found.keySet()).as("files of " + name).containsExactlyInAnyOrderElementsOf(expected.keySet());
        expected.forEach((file, text) -> assertThat(text).as(name + "/" + file).isEqualTo(found.get(file)));
    }

    private static List<String> folders() throws IOException {
        try (Stream<Path> folders = Files.list(GoldenCase.CASES)) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private static Set<String> files(String name, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(GoldenCase.CASES.resolve(name))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.startsWith(prefix))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
