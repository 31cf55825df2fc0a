package ai.stigmer.agentrunner.operator.cluster;

import ai.stigmer.agentrunner.operator.testkit.OperatorProcess;
import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import ai.stigmer.agentrunner.testing.LocalCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An operator that is there before what it needs. */
@Tag("cluster")
class OperatorStartTest {

    @Test
    void on_a_bare_cluster_it_says_what_it_waits_for_and_works_once_all_is_there() {
        try (var cluster = LocalCluster.bare();
                var operator = OperatorProcess.launch(cluster)) {
            operator.awaitLog("waiting: agentrunners.stigmer.ai is forbidden: User \"" + OperatorProcess.ACCOUNT
                    + "\" cannot list resource \"agentrunners\"");
            operator.awaitLog("apply manifests/ (kubectl apply -k manifests/overlays/default)");
            cluster.installRights();
            operator.awaitLog("waiting: the CustomResourceDefinition agentrunners.stigmer.ai is missing: kubectl apply"
                    + " -k manifests/crd");
            cluster.installCustomResourceDefinition();
            operator.awaitLog(" started");
            var user = Sandbox.create(cluster, "early");
            user.runner("demo", "version: 1.4.2");
            user.awaitReady("demo");
        }
    }
}
