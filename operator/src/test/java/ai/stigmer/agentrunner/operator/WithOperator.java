package ai.stigmer.agentrunner.operator;

import ai.stigmer.agentrunner.testing.LocalCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;

/** One operator under the shipped rights for the tests of a class, and a namespace for each of them. */
@Tag("cluster")
abstract class WithOperator {
    static final LocalCluster CLUSTER = LocalCluster.up();

    private static OperatorProcess operator;

    Sandbox user;

    @BeforeAll
    static void startOperator() {
        operator = OperatorProcess.start(CLUSTER);
    }

    @AfterAll
    static void stopOperator() {
        operator.close();
    }

    @BeforeEach
    void newNamespace(TestInfo test) {
        user = Sandbox.create(CLUSTER, test.getTestMethod().orElseThrow().getName());
    }

    /** What a test leaves must not keep the operator busy in the next. */
    @AfterEach
    void deleteNamespace() {
        CLUSTER.client().namespaces().withName(user.namespace()).delete();
    }
}
