package ai.stigmer.agentrunner.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.cli.ExitCode;
import ai.stigmer.agentrunner.cli.runtime.FakeDocker;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Under which name an image is pushed. */
class ImagePushTest {
    private static final String DIGEST = "@sha256:" + "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ghcr.io/you/demo@          |                     | write --as ghcr.io/you/demo:TAG",
                "ghcr.io/you/demo:1.4.2@    |                     | write --as ghcr.io/you/demo:TAG",
                "ghcr.io/you/demo@          | localhost:5001/demo | write --as localhost:5001/demo:TAG",
                "ghcr.io/you/demo:1.4.2     | localhost:5001/demo@ | a digest can't be chosen: write --as localhost:5001/demo:latest",
            })
    void a_digest_has_no_tag(String image, String name, String words) throws IOException {
        try (var docker = new FakeDocker(FakeDocker.docker29())) {
            var result = name == null
                    ? Calls.callOn(docker, "", "image", "push", digest(image))
                    : Calls.callOn(docker, "", "image", "push", digest(image), "--as", digest(name));
            assertThat(result.exit()).isEqualTo(ExitCode.INVALID.number());
            assertThat(result.err()).contains(words);
            assertThat(docker.requests()).noneMatch(request -> request.endsWith("/push"));
        }
    }

    @Test
    void with_a_tag_it_is_that_very_image_that_is_pushed() throws IOException {
        try (var docker = new FakeDocker(FakeDocker.docker29())) {
            Calls.callOn(docker, "", "image", "push", "demo" + DIGEST, "--as", "localhost:5001/demo:1.4.2");
            assertThat(docker.requests())
                    .contains(
                            "POST /v1.44/images/demo" + DIGEST + "/tag",
                            "POST /v1.44/images/localhost:5001/demo:1.4.2/push");
        }
    }

    private static String digest(String name) {
        return name.endsWith("@") ? name.substring(0, name.length() - 1) + DIGEST : name;
    }
}
