package ai.stigmer.agentrunner.cli.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.stigmer.agentrunner.cli.Folder;
import ai.stigmer.agentrunner.cli.cel.CelConditions;
import ai.stigmer.agentrunner.cli.container.OperatorModel;
import ai.stigmer.agentrunner.cli.manifest.ManifestFile;
import ai.stigmer.agentrunner.model.rule.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files that the API server's own tests send, and what it says to each. */
class ApiServerWordsTest {
    private static final CelConditions CONDITIONS = new CelConditions();
    private static final String EXPECT = "# expect: ";
    private static final Pattern DOCUMENTS = Pattern.compile("(?m)^---\n");

    static List<Path> refused() {
        return Folder.list("crds/generator/src/test/resources/invalid");
    }

    static Stream<Path> accepted() {
        return Stream.of("crds/generator/src/test/resources/valid", "manifests/samples")
                .flatMap(folder -> Folder.list(folder).stream());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void what_it_refuses_is_an_error_in_its_words(Path file) throws IOException {
        var text = Files.readString(file);
        assumeThat(text).as("a change of an object, which a file can't be").doesNotContain("\n---\n");
        var expected = text.lines().findFirst().orElseThrow().substring(EXPECT.length());
        assertThat(validate(text).findings())
                .anyMatch(finding -> finding.isError() && finding.message().contains(expected));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void what_it_accepts_has_no_error_but_the_policys(Path file) throws IOException {
        for (var document : DOCUMENTS.splitAsStream(Files.readString(file)).toList()) {
            assertThat(validate(document).findings())
                    .noneMatch(finding -> finding.isError() && !finding.rule().equals("NotAllowed"));
        }
    }

    private static Report validate(String text) {
        return Validator.validate(
                List.of(new ManifestFile("demo.yaml", text)), CONDITIONS, OperatorModel.ofCluster(Policy.RESTRICTED));
    }
}
