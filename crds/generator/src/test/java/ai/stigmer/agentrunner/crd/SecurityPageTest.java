package ai.stigmer.agentrunner.crd;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/security.md promises tests: the last column of its table of threats names them. */
class SecurityPageTest {
    private static final Pattern ROW = Pattern.compile("^\\| .*\\| ([^|]*) \\|$", Pattern.MULTILINE);
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)`");
    private static final Pattern FILE = Pattern.compile("`((?:runner|tools)/\\S+)`");
    private static final Pattern GOLDEN_CASE = Pattern.compile("`((?!runner/|tools/)[a-z-]+/[a-z-]+)`");

    private static final Path ROOT = Repository.root();
    private static final Path CASES = ROOT.resolve("model/src/test/resources/cases");

    @Test
    void each_test_that_it_names_exists() throws IOException {
        assertThat(tests()).containsAll(named(TEST));
        assertThat(named(FILE)).isNotEmpty().allMatch(file -> Files.exists(ROOT.resolve(file)));
        assertThat(named(GOLDEN_CASE)).isNotEmpty().allMatch(name -> Files.isDirectory(CASES.resolve(name)));
    }

    @Test
    void each_threat_has_a_test() throws IOException {
        assertThat(rows().skip(1)).isNotEmpty().allMatch(tests -> tests.contains("`"));
    }

    private static Set<String> named(Pattern pattern) throws IOException {
        return rows().flatMap(tests -> pattern.matcher(tests).results())
                .map(name -> name.group(1))
                .collect(Collectors.toSet());
    }

    private static Stream<String> rows() throws IOException {
        return ROW.matcher(Files.readString(ROOT.resolve("docs/security.md")))
                .results()
                .map(row -> row.group(1));
    }

    private static Set<String> tests() throws IOException {
        var all = new HashSet<String>();
        for (var module : List.of("crds", "crds/generator", "model", "operator")) {
            try (var files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                files.map(file -> file.getFileName().toString().replace(".java", ""))
                        .forEach(all::add);
            }
        }
        return all;
    }
}
