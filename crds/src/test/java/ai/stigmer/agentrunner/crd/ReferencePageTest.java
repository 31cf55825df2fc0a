package ai.stigmer.agentrunner.crd;

import ai.stigmer.agentrunner.api.AgentRunnerSpec;
import ai.stigmer.agentrunner.api.AgentRunnerStatus;
import ai.stigmer.agentrunner.testing.Golden;
import ai.stigmer.agentrunner.testing.Repository;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ReferencePageTest {

    @Test
    void the_checked_in_page_is_the_generated_one() throws IOException {
        Golden.verify(
                Repository.root().resolve("docs/reference.md"),
                ReferencePage.of(
                        CustomResourceDefinitionTest.finished(), AgentRunnerSpec.class, AgentRunnerStatus.class));
    }
}
