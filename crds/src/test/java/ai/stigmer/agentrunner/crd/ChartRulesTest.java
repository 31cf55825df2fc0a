package ai.stigmer.agentrunner.crd;

import ai.stigmer.agentrunner.testing.Golden;
import ai.stigmer.agentrunner.testing.Repository;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ChartRulesTest {

    @Test
    void the_chart_gives_the_operator_the_rights_that_the_manifests_give() throws IOException {
        var header = "# Copied from manifests/rbac/role.yaml. To change it: edit that, then make generate.\n";
        var role = Repository.read("manifests/rbac/role.yaml");
        Golden.verify(Repository.root().resolve("helm/agentrunner-operator/files/role.yaml"), header + role);
    }
}
