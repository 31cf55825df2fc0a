package ai.stigmer.agentrunner.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.WorkspaceStatus;
import ai.stigmer.agentrunner.model.render.Labels;
import ai.stigmer.agentrunner.operator.testkit.CommandLine;
import ai.stigmer.agentrunner.operator.testkit.WithOperator;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What agentrunner diff tells of an apply is what the apply then does, and after it there is nothing to tell. */
class DiffTest extends WithOperator {
    private static final String NO_DIFFERENCE = "1 AgentRunner: no difference\n";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void another_version_restarts_the_pods_and_keeps_the_claim_as_it_is_told() {
        user.runner("demo", "version: 1.4.2");
        user.awaitReady("demo");
        var pods = pods();
        var claim = user.claim("demo-workspace").getMetadata().getUid();

        var told = diff(manifest("version: 1.5.0"));
        assertThat(told.exit()).as(told.err()).isEqualTo(1);
        assertThat(told.out())
                .contains("image: 1.4.2 -> 1.5.0\n")
                .contains("pods restart: yes, because image changes; the old ones stop before new ones start\n")
                .contains("files kept: yes, in claim demo-workspace\n")
                .contains("changed: AgentRunner demo, Deployment demo\n\n")
                .contains(
                        "-        image: ghcr.io/stigmer/agent-runner:1.4.2\n+        image: ghcr.io/stigmer/agent-runner:1.5.0");
        assertThat(user.image("demo")).endsWith(":1.4.2");

        user.apply(manifest("version: 1.5.0"));
        user.awaitReady("demo");
        assertThat(user.image("demo")).endsWith(":1.5.0");
        assertThat(pods()).doesNotContainAnyElementsOf(pods);
        assertThat(user.claim("demo-workspace").getMetadata().getUid()).isEqualTo(claim);
        assertNothing(manifest("version: 1.5.0"));
    }

    @Test
    void what_leaves_the_pods_alone_restarts_none_as_it_is_told() {
        user.runner("demo", "version: 1.4.2");
        user.awaitReady("demo");
        var pods = pods();
        var spec = "{version: 1.4.2, rollout: {progressDeadlineSeconds: 300}, workspace: {claim: {size: 2Gi}}}";

        var told = diff(manifest(spec));
        assertThat(told.exit()).isEqualTo(1);
        assertThat(told.out())
                .contains("pods restart: no, nothing in them changes\n")
                .contains("files kept: yes, in claim demo-workspace, whose size is to be 2Gi instead of 1Gi\n")
                .contains("changed: AgentRunner demo, PersistentVolumeClaim demo-workspace, Deployment demo\n");

        user.apply(manifest(spec));
        user.awaitReady("demo");
        user.eventually(() -> assertThat(user.claim("demo-workspace")
                        .getSpec()
                        .getResources()
                        .getRequests()
                        .get("storage"))
                .hasToString("2Gi"));
        assertThat(pods()).isEqualTo(pods);
        assertNothing(manifest(spec));
    }

    @Test
    void one_that_is_not_there_is_made_as_it_is_told() {
        var spec = "{version: 1.4.2, replicas: 2, workspace: {claim: {accessModes: [ReadWriteMany]}}}";
        var told = diff(manifest(spec));
        assertThat(told.exit()).isEqualTo(1);
        assertThat(told.out())
                .contains("made: AgentRunner demo, PersistentVolumeClaim demo-workspace, Deployment demo,"
                        + " PodDisruptionBudget demo\n");
        assertThat(user.runners()).isEmpty();

        user.apply(manifest(spec));
        user.awaitReady("demo");
        assertThat(user.kubectl("get", "pdb,netpol", "-o", "name").strip())
                .isEqualTo("poddisruptionbudget.policy/demo");
        assertNothing(manifest(spec));
    }

    @Test
    void what_is_taken_out_goes_and_what_others_have_set_stays() {
        user.apply(
                manifest("{version: 1.4.2, env: [{name: A, value: a}], temporal: {address: \"t:1\", namespace: old}}"));
        user.awaitReady("demo");
        user.kubectl("scale", "ar/demo", "--replicas=3");
        user.patch("ar", "demo", "{\"spec\":{\"temporal\":{\"taskQueue\":\"q\"}}}");
        user.awaitReady("demo");
        assertNothing(
                manifest("{version: 1.4.2, env: [{name: A, value: a}], temporal: {address: \"t:1\", namespace: old}}"));

        var changed = manifest("{version: 1.4.2, env: [{name: B, value: b}], temporal: {address: \"t:1\"}}");
        var told = diff(changed);
        assertThat(told.out())
                .contains("because env A, env B and env TEMPORAL_NAMESPACE change")
                .contains("-  - name: A\n-    value: a\n+  - name: B\n+    value: b\n")
                .contains("-    namespace: old\n")
                .doesNotContain("  replicas: 3 ->", "-    taskQueue");
        user.apply(changed);
        user.awaitReady("demo");
        assertThat(field("replicas")).isEqualTo("3");
        assertThat(field("temporal")).isEqualTo("{\"address\":\"t:1\",\"taskQueue\":\"q\"}");
        assertNothing(changed);
        assertThat(diff(manifest(
                                "{version: 1.4.2, replicas: 1, env: [{name: B, value: b}], temporal: {address: \"t:1\"}}"))
                        .out())
                .contains("replicas: 3 -> 1\n");
    }

    @Test
    void after_server_side_apply_elements_of_others_stay() {
        var options = new String[] {"--server-side", "--field-manager=kustomize-controller"};
        user.tryApply(
                        manifest("{version: 1.4.2, suspend: true, env: [{name: A, value: a}, {name: B, value: b}]}"),
                        options)
                .orThrow();
        var other =
                "apiVersion: stigmer.ai/v1alpha1\nkind: AgentRunner\nmetadata: {name: demo}\nspec: {env: [{name: X, value: x}]}\n";
        user.patch("ar", "demo", "{\"spec\":{\"llm\":{\"provider\":\"openai\"}}}");
        user.awaitReady("demo");

        var changed = manifest("{version: 1.4.2, env: [{name: B, value: c}, {name: A, value: a}]}");
        var told = diff(changed);
        assertThat(told.out()).contains("-  suspend: true\n").doesNotContain("-  llm:", "note:");
        user.tryApply(changed, options).orThrow();
        user.awaitReady("demo");
        assertThat(field("llm")).isEqualTo("{\"provider\":\"openai\"}");
        assertNothing(changed);

        user.tryApply(other, "--server-side", "--field-manager=other").orThrow();
        user.awaitReady("demo");
        var ambiguous = diff(changed);
        assertThat(ambiguous.exit()).as(ambiguous.out()).isZero();
    }

    @Test
    void what_the_api_server_would_refuse_is_refused_in_its_words() {
        user.runner("demo", "{version: 1.4.2, workspace: {claim: {size: 2Gi}}}");
        user.awaitReady("demo");
        user.await("demo", runner -> assertThat(runner.getStatus().workspace())
                .extracting(WorkspaceStatus::capacity)
                .isNotNull());
        for (var claim :
                List.of("size: 1Gi", "size: 2Gi, storageClassName: fast", "size: 2Gi, accessModes: [ReadWriteMany]")) {
            var manifest = manifest("{version: 1.4.2, workspace: {claim: {" + claim + "}}}");
            var told = diff(manifest);
            var refused = user.tryApply(manifest);
            assertThat(refused.exit()).isNotZero();
            assertThat(told.exit()).isEqualTo(2);
            assertThat(refused.err()).contains(told.err().strip().replaceFirst("(?s).*would change: ", ""));
        }
    }

    @Test
    void the_role_view_suffices_and_less_is_told() throws IOException {
        user.runner("demo", "version: 1.4.2");
        user.awaitReady("demo");
        var refused = diffAs("nobody");
        assertThat(refused.exit()).isEqualTo(4);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err())
                .contains(
                        "AgentRunner " + user.namespace() + "/demo can't be read: ",
                        "cannot get resource \"agentrunners\"");

        user.kubectl("create", "role", "reader", "--verb=get", "--resource=agentrunners.stigmer.ai");
        user.kubectl("create", "rolebinding", "reader", "--role=reader", "--user=reader");
        user.kubectl("create", "rolebinding", "viewer", "--clusterrole=view", "--user=viewer");
        var some = diffAs("reader");
        assertThat(some.exit()).isEqualTo(1);
        assertThat(some.out())
                .contains("pods restart: yes, because image changes")
                .contains("note: Deployment demo can't be read, so whether pods run now is not known: ");
        var all = diffAs("viewer");
        assertThat(all.exit()).isEqualTo(1);
        assertThat(all.out())
                .contains("pods restart: yes, because image changes")
                .doesNotContain("note:");
    }

    private String field(String name) {
        return user.kubectl("get", "ar/demo", "-o", "jsonpath={.spec." + name + "}");
    }

    private Set<String> pods() {
        var uids = new TreeSet<String>();
        CLUSTER
                .client()
                .pods()
                .inNamespace(user.namespace())
                .withLabel(Labels.RUNNER, "demo")
                .list()
                .getItems()
                .stream()
                .map(Pod::getMetadata)
                .filter(pod -> pod.getDeletionTimestamp() == null)
                .forEach(pod -> uids.add(pod.getUid()));
        return uids;
    }

    private static String manifest(String spec) {
        return "apiVersion: stigmer.ai/v1alpha1\nkind: AgentRunner\nmetadata: {name: demo}\nspec:\n" + spec.indent(2);
    }

    private void assertNothing(String manifest) {
        var told = diff(manifest);
        assertThat(told.out()).isEmpty();
        assertThat(told.err()).isEqualTo(NO_DIFFERENCE);
        assertThat(told.exit()).isZero();
    }

    private CommandLine.Result diff(String manifest) {
        return diff(manifest, CLUSTER.kubeconfig());
    }

    private CommandLine.Result diffAs(String name) throws IOException {
        var kubeconfig = Files.readString(CLUSTER.kubeconfig())
                .replaceFirst("(?m)^(\\s+)(client-certificate)", "$1as: " + name + "\n$1$2");
        return diff(manifest("version: 1.5.0"), Files.writeString(folder.resolve(name), kubeconfig));
    }

    private CommandLine.Result diff(String manifest, Path kubeconfig) {
        return CommandLine.call(
                manifest, Map.of(), "diff", "--kubeconfig", kubeconfig.toString(), "-n", user.namespace(), "-");
    }
}
