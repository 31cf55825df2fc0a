package ai.stigmer.agentrunner.operator.pods;

import ai.stigmer.agentrunner.operator.testkit.BuildSandbox;
import ai.stigmer.agentrunner.operator.testkit.Installation;
import ai.stigmer.agentrunner.operator.testkit.OperatorProcess;
import ai.stigmer.agentrunner.operator.testkit.TestProgress;
import ai.stigmer.agentrunner.testing.LocalCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/** One operator under the rights of manifests/components/builds for the tests of a class. */
@ExtendWith(TestProgress.class)
abstract class WithBuilds {
    static final LocalCluster CLUSTER = LocalCluster.up();

    private static Installation installation;
    private static OperatorProcess operator;

    @BeforeAll
    static void start() {
        installation = Installation.of(CLUSTER, "default", "default", "builds");
        installation.grant();
        operator = OperatorProcess.start(CLUSTER, installation.flags("--builds-image=" + BuildSandbox.BUILDER));
    }

    @AfterAll
    static void stop() {
        operator.close();
        installation.close();
    }
}
