package ai.stigmer.agentrunner.operator.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stigmer.agentrunner.api.AgentRunnerStatus;
import ai.stigmer.agentrunner.model.plan.ApiRejection;
import ai.stigmer.agentrunner.model.plan.ApiRejection.Cause;
import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.Plan;
import ai.stigmer.agentrunner.model.plan.Write;
import ai.stigmer.agentrunner.model.reconcile.ConvergenceLoop;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a plan when the API server answers otherwise than expected. */
class ConvergenceLoopTest {
    private static final String PATH = "/apis/apps/v1/namespaces/here/deployments/demo";
    private static final String PATCH = PATH + "?fieldManager=agentrunner-operator";
    private static final String APPLY = PATCH + "&force=true";
    private static final Cause HOST_PATH = new Cause("spec.template.spec.volumes[0].hostPath", "FieldValueForbidden");

    /** The version of a Deployment after what stood in the way was taken out. */
    private static final String PATCHED = "8";

    private static final AgentRunnerStatus STATUS =
            new AgentRunnerStatus(null, null, null, null, null, null, null, null, null);

    private final KubernetesMockServer server = new KubernetesMockServer(false);
    private final List<Observed> planned = new ArrayList<>();
    private final List<HasMetadata> replies = new ArrayList<>();
    private KubernetesClient client;

    @BeforeEach
    void start() {
        server.init();
        client = server.createClient(builder ->
                builder.editOrNewConfig().withRequestRetryBackoffLimit(0).endConfig());
    }

    @AfterEach
    void stop() {
        client.close();
        server.destroy();
    }

    @Test
    void what_the_API_server_accepts_is_remembered() {
        answersApply(200, deployment("ours"));
        assertThat(converge()).isPresent();
        assertThat(replies).extracting(reply -> reply.getMetadata().getUid()).containsExactly("ours");
    }

    @Test
    void the_status_is_about_what_the_API_server_answered() {
        answersApply(200, deployment("ours"));
        assertThat(converge()
                        .orElseThrow()
                        .observed()
                        .deployment()
                        .orElseThrow()
                        .getMetadata()
                        .getUid())
                .isEqualTo("ours");
    }

    @Test
    void an_object_that_was_there_after_all_is_read_and_planned_with() {
        answersApply(409, status(409));
        answersRead(200, deployment("stranger"));
        assertThat(converge()).isPresent();
        assertThat(planned).hasSize(2);
        assertThat(planned.get(1).deployment().orElseThrow().getMetadata().getUid())
                .isEqualTo("stranger");
    }

    @Test
    void another_uid_than_the_one_seen_is_a_reason_to_look_again() {
        answersApply(422, status(422, "metadata.uid", "FieldValueInvalid"));
        answersRead(404, status(404));
        answersApply(200, deployment("new"));
        assertThat(converge()).isPresent();
        assertThat(planned.get(1).deployment()).isEmpty();
    }

    @Test
    void a_refusal_is_planned_with_and_not_sent_again() {
        answersApply(403, status(403));
        assertThat(converge().orElseThrow().observed().rejections()).containsExactly(rejection(403));
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    /** The API server has no code of its own for it: to try again would be to try for ever. */
    @Test
    void an_object_too_large_for_etcd_is_a_refusal() {
        var tooLarge = new StatusBuilder()
                .withCode(500)
                .withMessage("etcdserver: request is too large")
                .build();
        server.expect().patch().withPath(APPLY).andReturn(500, tooLarge).once();
        assertThat(converge().orElseThrow().observed().rejections())
                .singleElement()
                .satisfies(rejection -> assertThat(rejection.message()).contains("too large"));
    }

    @Test
    void what_is_wrong_with_the_object_is_refused_though_the_API_server_calls_it_a_failure_of_its_own() {
        for (var words : List.of(
                "failed to create typed patch object (here/demo; apps/v1, Kind=Deployment): duplicate entries",
                "failed to convert new object (here/demo; apps/v1, Kind=Deployment) to proper version: quantities")) {
            answersApply(
                    500, new StatusBuilder().withCode(500).withMessage(words).build());
            assertThat(converge().orElseThrow().observed().rejections())
                    .extracting(ApiRejection::message)
                    .containsExactly(words);
        }
    }

    @Test
    void a_refusal_to_show_what_is_there_is_planned_with_too() {
        answersApply(409, status(409));
        answersRead(403, status(403));
        assertThat(converge().orElseThrow().observed().rejections()).containsExactly(rejection(403));
    }

    @Test
    void a_namespace_that_is_terminating_ends_it_quietly() {
        answersApply(403, status(403, "metadata.namespace", "NamespaceTerminating"));
        assertThat(converge()).isEmpty();
    }

    @Test
    void what_time_may_mend_is_thrown() {
        for (var code : new int[] {429, 500, 503, 410, 401}) {
            answersApply(code, status(code));
            assertThatThrownBy(this::converge)
                    .isInstanceOfSatisfying(KubernetesClientException.class, e -> assertThat(e.getCode())
                            .isEqualTo(code));
        }
    }

    @Test
    void what_others_left_and_stands_in_the_way_is_taken_out_by_name() {
        for (var field : List.of("spec.strategy.rollingUpdate", "spec.template.spec.volumes[0].hostPath")) {
            answersApply(422, status(422, field, "FieldValueForbidden"));
            answersPatch(200, deployment("ours", PATCHED));
            answersApply(200, deployment("ours", "10"));
            var settled = converge(Optional.of(deployment("ours", PATCHED))).orElseThrow();
            assertThat(settled.observed().rejections()).isEmpty();
            assertThat(settled.observed().deployment()).isPresent();
        }
    }

    @Test
    void what_cannot_be_taken_out_is_told_in_the_words_of_the_first_refusal() {
        answersApply(422, status(422, HOST_PATH.field(), HOST_PATH.type()));
        answersPatch(
                422, new StatusBuilder().withCode(422).withMessage("neither").build());
        assertThat(converge(Optional.of(deployment("ours", PATCHED)))
                        .orElseThrow()
                        .observed()
                        .rejections())
                .containsExactly(rejection(422, HOST_PATH));
    }

    @Test
    void nothing_is_taken_out_of_what_is_yet_to_be_made() {
        answersApply(422, status(422, HOST_PATH.field(), HOST_PATH.type()));
        assertThat(converge().orElseThrow().observed().rejections()).containsExactly(rejection(422, HOST_PATH));
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void a_cluster_that_changes_all_the_time_is_left_for_later() {
        server.expect().patch().withPath(APPLY).andReturn(409, status(409)).always();
        server.expect().get().withPath(PATH).andReturn(404, status(404)).always();
        assertThatThrownBy(this::converge)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("18 attempts");
    }

    private void answersApply(int code, KubernetesResource answer) {
        server.expect().patch().withPath(APPLY).andReturn(code, answer).once();
    }

    private void answersPatch(int code, KubernetesResource answer) {
        server.expect().patch().withPath(PATCH).andReturn(code, answer).once();
    }

    private void answersRead(int code, KubernetesResource answer) {
        server.expect().get().withPath(PATH).andReturn(code, answer).once();
    }

    private Optional<ConvergenceLoop.Converged> converge() {
        return converge(Optional.empty());
    }

    private Optional<ConvergenceLoop.Converged> converge(Optional<Deployment> live) {
        planned.clear();
        replies.clear();
        var requests =
                new Requests(client, Clock.systemUTC(), "test", replies::add, new EventRecorderTest.NoWriteMetrics());
        return new ConvergenceLoop(this::plan, requests).converge(observed(live));
    }

    /** Wants a Deployment where there is none, and where it was only patched. */
    private Plan plan(Observed observed) {
        planned.add(observed);
        var writes = observed.deployment()
                        .filter(live -> !PATCHED.equals(live.getMetadata().getResourceVersion()))
                        .isPresent()
                ? List.<Write>of()
                : List.of(new Write(
                        new DeploymentBuilder()
                                .withNewMetadata()
                                .withName("demo")
                                .withNamespace("here")
                                .withUid(observed.deployment()
                                        .map(live -> live.getMetadata().getUid())
                                        .orElse(null))
                                .endMetadata()
                                .build(),
                        Write.OPERATOR,
                        observed.deployment().isEmpty()));
        return new Plan(writes, List.of(), Set.of(), STATUS, false, List.of(), Optional.empty());
    }

    private static Observed observed(Optional<Deployment> live) {
        var nothing = Observed.nothing(EventRecorderTest.runner("1"));
        return live.map(there -> nothing.with(there, live)).orElse(nothing);
    }

    private static Deployment deployment(String uid) {
        return deployment(uid, "9");
    }

    private static Deployment deployment(String uid, String version) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName("demo")
                .withNamespace("here")
                .withUid(uid)
                .withResourceVersion(version)
                .endMetadata()
                .build();
    }

    private static ApiRejection rejection(int code, Cause... causes) {
        return new ApiRejection("Deployment", "deployments.apps", "demo", code, "no", List.of(causes));
    }

    private static Status status(int code) {
        return new StatusBuilder().withCode(code).withMessage("no").build();
    }

    private static Status status(int code, String field, String reason) {
        return new StatusBuilder(status(code))
                .withNewDetails()
                .addNewCause(field, "no", reason)
                .endDetails()
                .build();
    }
}
