package ai.stigmer.agentrunner.cli.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stigmer.agentrunner.cli.ExitCode;
import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.diff.ObjectDiff.Change;
import org.junit.jupiter.api.Test;

/** What is told of the files in a workspace. */
class WorkspaceFilesTest {
    private final FakeCluster cluster = new FakeCluster();

    @Test
    void a_claim_that_was_kept_is_used_with_its_files() {
        var kept = new FakeCluster().apply("{version: 1.4.2}").object(ApiPath.claim("agents", "demo-workspace"));
        var diff = cluster.put(ApiPath.claim("agents", "demo-workspace"), kept).diff("{version: 1.4.2}");
        assertThat(diff.filesKept().why()).contains("which is there already and is used with its files");
    }

    @Test
    void a_claim_grows_and_does_not_shrink() {
        var diff = cluster.apply("{version: 1.4.2}").diff("{version: 1.4.2, workspace: {claim: {size: 5Gi}}}");
        assertThat(diff.filesKept())
                .isEqualTo(new Verdict(true, "in claim demo-workspace, whose size is to be 5Gi instead of 1Gi"));
        assertThat(diff.podsRestart().holds()).isFalse();
        assertThatThrownBy(() -> cluster.diff("{version: 1.4.2, workspace: {claim: {size: 500Mi}}}"))
                .isInstanceOfSatisfying(
                        Failure.class, refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.INVALID))
                .hasMessage(
                        "the API server would refuse it, and nothing would change: leave workspace.claim.size as it was"
                                + " or write a larger one: a volume never shrinks");
        assertThatThrownBy(() -> cluster.diff("{version: 1.4.2, workspace: {claim: {storageClassName: fast}}}"))
                .hasMessageContaining("a claim keeps its class");
    }

    @Test
    void a_workspace_of_another_kind_leaves_the_claim_where_it_is() {
        var diff = cluster.apply("{version: 1.4.2}").diff("{version: 1.4.2, workspace: {ephemeral: {}}}");
        assertThat(diff.filesKept().sentence())
                .isEqualTo("yes, in claim demo-workspace, which stays but is no longer mounted: new pods have an empty,"
                        + " ephemeral workspace");
        assertThat(diff.podsRestart().sentence())
                .startsWith("yes, because volume workspace changes; each old one stays");
        assertThat(diff.objects(Change.DELETED)).isEmpty();
    }

    @Test
    void a_claim_that_is_not_there_holds_the_change_back() {
        var diff = cluster.apply("{version: 1.4.2}")
                .diff("{version: 1.5.0, workspace: {existingClaim: {claimName: shared}}}");
        assertThat(diff.podsRestart()).isEqualTo(new Verdict(false, "what runs stays as it is"));
        assertThat(diff.filesKept()).isEqualTo(new Verdict(true, "the pods are left as they are"));
        assertThat(diff.remarks()).singleElement().asString().contains("claim shared of spec.workspace.existingClaim");
        cluster.forbid(ApiPath.claim("agents", "shared"));
        assertThat(cluster.diff("{version: 1.5.0, workspace: {existingClaim: {claimName: shared}}}")
                        .filesKept()
                        .why())
                .isEqualTo(
                        "in claim demo-workspace, which stays but is no longer mounted: new pods have what is in claim"
                                + " shared");
    }

    @Test
    void files_of_an_ephemeral_workspace_go_with_the_pods() {
        cluster.apply("{version: 1.4.2, replicas: 2, workspace: {ephemeral: {}}}");
        assertThat(cluster.diff("{version: 1.5.0, replicas: 2, workspace: {ephemeral: {}}}")
                        .filesKept()
                        .holds())
                .isFalse();
        assertThat(cluster.diff("{version: 1.4.2, replicas: 1, workspace: {ephemeral: {}}}")
                        .filesKept()
                        .holds())
                .isFalse();
        assertThat(cluster.diff("{version: 1.4.2, replicas: 3, workspace: {ephemeral: {}}}")
                        .filesKept()
                        .holds())
                .isTrue();
    }

    @Test
    void retention_and_the_place_of_the_files_are_told() {
        cluster.apply("{version: 1.4.2}");
        assertThat(cluster.diff("{version: 1.4.2, workspace: {mountPath: /work, claim: {retention: Delete}}}")
                        .filesKept()
                        .sentence())
                .isEqualTo(
                        "yes, in claim demo-workspace; from now on it is deleted with the AgentRunner (retention Delete);"
                                + " the worker finds them at /work instead of /workspace");
    }
}
