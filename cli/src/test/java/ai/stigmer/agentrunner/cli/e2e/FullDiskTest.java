package ai.stigmer.agentrunner.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.cli.runtime.Containers;
import ai.stigmer.agentrunner.cli.runtime.Images;
import ai.stigmer.agentrunner.cli.runtime.Volumes;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A runtime whose disk holds less than the image that it pulls. */
@EnabledIfSystemProperty(named = "disk", matches = "\\d+")
class FullDiskTest extends RuntimeTest {

    @Test
    void a_pull_that_does_not_fit_is_told_and_leaves_nothing() throws IOException {
        int megabytes = Integer.getInteger("disk", 0);
        var layer = StandInImage.incompressible((megabytes + 10) * 1_000_000, name);
        try (var registry = new ImageRegistry(List.of(layer))) {
            registry.handOut(ImageRegistry.Manner.WHOLE);
            var manifest = runner("").replace(StandInImage.REPOSITORY, ImageRegistry.ADDRESS + "/" + name);
            var result = agentrunner.call(
                    "run", agentrunner.manifest("demo", manifest).toString());
            assertThat(result.exit()).isEqualTo(1);
            assertThat(result.err())
                    .contains("ImagePullFailed", "the runtime's disk is full", runtime.kind() + " system prune")
                    .doesNotContain("\tat ");
        }
        assertThat(new Containers(runtime).find(name)).isEmpty();
        assertThat(new Volumes(runtime).workspaces(name)).isEmpty();
        assertThat(new Images(runtime).id(ImageRegistry.ADDRESS + "/" + name + ":" + StandInImage.VERSION))
                .isEmpty();
        agentrunner
                .call("run", agentrunner.manifest("demo", runner("")).toString())
                .orThrow();
    }
}
