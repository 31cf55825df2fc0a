package ai.stigmer.agentrunner.model.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Which refusals are the operator's own lack of rights, in the API server's words. */
class MissingRightTest {

    @Test
    void a_right_is_named_as_kubectl_names_it() {
        assertThat(right(
                        "User \"op\" cannot create resource \"persistentvolumeclaims\" in API group \"\" in the namespace"
                                + " \"agents\""))
                .isEqualTo("create persistentvolumeclaims in namespace agents");
        assertThat(right("User \"op\" cannot list resource \"agentrunners\" in API group \"stigmer.ai\" at the cluster"
                        + " scope"))
                .isEqualTo("list agentrunners.stigmer.ai");
    }

    @Test
    void the_check_of_a_subresource_is_one_that_kubectl_takes() {
        var sentence = MissingRight.in(
                        "agentrunners.stigmer.ai \"demo\" is forbidden: User \"op\" cannot patch resource"
                                + " \"agentrunners/status\" in API group \"stigmer.ai\" in the namespace \"agents\": RBAC:"
                                + " clusterrole \"gone\" not found")
                .orElseThrow()
                .sentence();
        assertThat(sentence)
                .startsWith(
                        "the operator lacks permission to patch agentrunners.stigmer.ai/status in namespace agents: ")
                .contains("kubectl auth can-i patch agentrunners.stigmer.ai --subresource=status -n agents --as=op");
    }

    @Test
    void refusals_of_admission_are_something_else() {
        for (var words : List.of(
                "pods \"demo\" is forbidden: violates PodSecurity \"restricted:latest\": hostPath volumes",
                "persistentvolumeclaims \"demo\" is forbidden: exceeded quota: none, requested: 1, used: 0, limited: 0",
                "admission webhook \"policy.example.com\" denied the request: no",
                "admission webhook \"policy.example.com\" denied the request: User \"op\" cannot create resource \"pods\" in"
                        + " API group \"\" in the namespace \"agents\"",
                "deployments.apps \"demo\" is forbidden: ValidatingAdmissionPolicy 'a' denied request: deployments.apps"
                        + " \"demo\" is forbidden: User \"op\" cannot patch resource \"deployments\" in API group \"apps\"")) {
            assertThat(MissingRight.in(words)).as(words).isEmpty();
        }
    }

    private static String right(String words) {
        return MissingRight.in(words).orElseThrow().right();
    }
}
