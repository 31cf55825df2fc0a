package ai.stigmer.agentrunner.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import ai.stigmer.agentrunner.operator.testkit.WithOperator;
import org.junit.jupiter.api.Test;

/** Whoever may create and delete AgentRunners, and has no right to delete a claim, tries to have one deleted. */
class AdoptedClaimTest extends WithOperator {
    private static final String KEEPING = "version: 1.4.2";
    private static final String DELETING = "{version: 1.4.2, workspace: {claim: {retention: Delete}}}";

    @Test
    void an_earlier_AgentRunners_claim_stays_until_somebody_allows_it_on_the_claim() {
        user.runner("demo", KEEPING);
        user.awaitReady("demo");
        var kept = user.claim("demo-workspace").getMetadata().getUid();
        user.delete("demo");

        user.runner("demo", DELETING);
        user.awaitReady("demo");
        assertThat(Sandbox.condition(user.get("demo"), "ConfigurationWarning")
                        .orElseThrow()
                        .getMessage())
                .contains("retention Delete has no effect on claim demo-workspace", "stigmer.ai/allow-delete=true");
        assertThat(user.claim("demo-workspace").getMetadata().getOwnerReferences())
                .isEmpty();
        user.delete("demo");
        assertThat(user.claim("demo-workspace").getMetadata().getUid()).isEqualTo(kept);

        user.runner("demo", DELETING);
        user.awaitReady("demo");
        user.kubectl("annotate", "pvc", "demo-workspace", "stigmer.ai/allow-delete=true");
        user.eventually(
                () -> assertThat(user.claim("demo-workspace").getMetadata().getOwnerReferences())
                        .hasSize(1));
        user.eventually(() -> assertThat(Sandbox.condition(user.get("demo"), "ConfigurationWarning"))
                .isEmpty());
        user.delete("demo");
        user.awaitNoClaim();
    }

    @Test
    void its_own_goes_with_it() {
        user.runner("demo", DELETING);
        user.awaitReady("demo");
        assertThat(Sandbox.condition(user.get("demo"), "ConfigurationWarning")).isEmpty();
        user.delete("demo");
        user.awaitNoClaim();
    }
}
