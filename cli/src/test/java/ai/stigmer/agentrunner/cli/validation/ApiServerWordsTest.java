package ai.stigmer.agentrunner.cli.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.stigmer.agentrunner.cli.ApiServerManifests;
import ai.stigmer.agentrunner.cli.container.OperatorModel;
import ai.stigmer.agentrunner.cli.manifest.ManifestFile;
import ai.stigmer.agentrunner.model.rule.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files that the API server's own tests send, and what it says to each. */
class ApiServerWordsTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource(ApiServerManifests.REFUSED)
    void what_it_refuses_is_an_error_in_its_words(Path file) throws IOException {
        var text = Files.readString(file);
        assumeThat(text).as("a change of an object, which a file can't be").doesNotContain("\n---\n");
        var expected = ApiServerManifests.expected(text);
        assertThat(validate(text).findings())
                .anyMatch(finding -> finding.isError() && finding.message().contains(expected));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource(ApiServerManifests.ACCEPTED)
    void what_it_accepts_has_no_error_but_the_policys(Path file) throws IOException {
        for (var document : ApiServerManifests.documents(file)) {
            assertThat(validate(document).findings())
                    .noneMatch(finding -> finding.isError() && !finding.rule().equals("NotAllowed"));
        }
    }

    private static Report validate(String text) {
        return Validator.validate(
                List.of(new ManifestFile("demo.yaml", text)), OperatorModel.ofCluster(Policy.RESTRICTED));
    }
}
