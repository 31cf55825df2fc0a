package ai.stigmer.agentrunner.model.plan;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.Retention;
import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.Yaml;
import ai.stigmer.agentrunner.model.render.ClaimRenderer;
import ai.stigmer.agentrunner.model.rule.Policy;
import ai.stigmer.agentrunner.model.spec.Defaults;
import ai.stigmer.agentrunner.model.spec.WorkspaceSpec;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A claim of a version of the operator that didn't write for whom it was created. */
class EarlierClaimTest {

    @ParameterizedTest
    @EnumSource(Retention.class)
    void an_upgrade_writes_nothing(Retention retention) {
        var plan = plan(retention, claim(retention));
        assertThat(plan.writes()).extracting(write -> write.object().getKind()).doesNotContain("PersistentVolumeClaim");
        assertThat(plan.status().toString()).doesNotContain(Reason.AdoptedClaimRetained.name());
    }

    /** Whose it was isn't known, so the files are kept. */
    @Test
    void one_that_was_kept_stays_though_retention_becomes_Delete() {
        var plan = plan(Retention.Delete, claim(Retention.Retain));
        assertThat(plan.writes()).extracting(write -> write.object().getKind()).doesNotContain("PersistentVolumeClaim");
        assertThat(plan.status().toString()).contains(Reason.AdoptedClaimRetained.name());
    }

    @Test
    void one_that_went_with_its_AgentRunner_stays_once_retention_becomes_Retain() {
        assertThat(plan(Retention.Retain, claim(Retention.Delete)).writes())
                .extracting(Write::object)
                .filteredOn(PersistentVolumeClaim.class::isInstance)
                .singleElement()
                .extracting(HasMetadata::getMetadata)
                .satisfies(metadata -> assertThat(metadata.getOwnerReferences()).isEmpty());
    }

    private static Plan plan(Retention retention, PersistentVolumeClaim claim) {
        return new Planner(Policy.RESTRICTED)
                .plan(Observed.nothing(runner(retention)).with(claim, Optional.of(claim)), Instant.EPOCH);
    }

    private static PersistentVolumeClaim claim(Retention retention) {
        var spec = Defaults.complete(runner(retention));
        var wanted = (WorkspaceSpec.Claim) spec.workspace();
        var applied = ClaimRenderer.render(spec, wanted, wanted.size(), Optional.empty());
        Comparison.stamp(applied);
        return new PersistentVolumeClaimBuilder(applied)
                .editMetadata()
                .withUid("live-claim")
                .withResourceVersion("7")
                // As the caches keep them of an object without an owner.
                .addNewManagedField()
                .withManager(Write.OPERATOR)
                .withOperation("Apply")
                .endManagedField()
                .endMetadata()
                .withNewStatus()
                .withPhase("Bound")
                .endStatus()
                .build();
    }

    private static AgentRunner runner(Retention retention) {
        return Yaml.value(Yaml.parse("""
                apiVersion: stigmer.ai/v1alpha1
                kind: AgentRunner
                metadata: {name: demo, namespace: agents, uid: demo-uid, generation: 1}
                spec: {version: 1.4.2, workspace: {claim: {retention: %s}}}
                """.formatted(retention)), AgentRunner.class);
    }
}
