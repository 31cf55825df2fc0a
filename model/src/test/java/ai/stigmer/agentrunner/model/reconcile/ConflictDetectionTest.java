package ai.stigmer.agentrunner.model.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.Yaml;
import ai.stigmer.agentrunner.model.plan.FieldConflict;
import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.Write;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConflictDetectionTest {
    private final FakeServer server = new FakeServer();
    private final ConflictDetection detection = new ConflictDetection(server, new RunnerStates(), () -> server.now);

    @Test
    void what_somebody_changes_now_and_then_is_put_back_at_once() {
        for (int day = 0; day < 30; day++) {
            server.now += Duration.ofMinutes(10).toNanos();
            server.changed("theirs");
            assertThat(apply(1)).isInstanceOf(ApiResult.Accepted.class);
        }
        assertThat(server.applies).isEqualTo(30);
    }

    @Test
    void three_changes_in_a_row_are_put_back_at_once_the_next_ones_later_and_later() {
        var delays = List.of(10, 20, 40, 80, 160, 300, 300);
        for (int i = 0; i < 3; i++) {
            server.changed("theirs");
            assertThat(apply(1)).isInstanceOf(ApiResult.Accepted.class);
        }
        for (var seconds : delays) {
            server.changed("theirs");
            assertThat(conflict(apply(1)).until()).isEqualTo(Duration.ofSeconds(seconds));
            server.now += Duration.ofSeconds(seconds).minusNanos(1).toNanos();
            assertThat(conflict(apply(1)).words())
                    .isEqualTo("kubectl-set changes spec.template.spec.containers[agent-runner].image");
            server.now++;
            assertThat(apply(1)).isInstanceOf(ApiResult.Accepted.class);
        }
        assertThat(server.reads).isEqualTo(delays.size());
    }

    @Test
    void another_spec_is_applied_at_once() {
        for (int i = 0; i < 4; i++) {
            server.changed("theirs");
            apply(1);
        }
        assertThat(apply(1)).isInstanceOf(ApiResult.Contested.class);
        assertThat(apply(2)).isInstanceOf(ApiResult.Accepted.class);
    }

    @Test
    void nothing_is_handed_over_for_an_apply_that_waits() {
        for (int i = 0; i < 3; i++) {
            server.changed("theirs");
            assertThat(takeOver()).isInstanceOf(ApiResult.Accepted.class);
            apply(1);
        }
        server.changed("theirs");
        assertThat(conflict(takeOver()).words())
                .isEqualTo("kubectl-set changes spec.template.spec.containers[agent-runner].image");
        assertThat(server.takeovers).isEqualTo(3);
    }

    @Test
    void what_is_undone_within_the_apply_itself_is_tried_once_more_and_then_waits() {
        server.isAdmissionAgainst = true;
        server.changed("theirs");
        assertThat(apply(1)).isInstanceOf(ApiResult.Accepted.class);
        assertThat(conflict(apply(1)).words()).startsWith("an admission policy or webhook of the cluster changes");
    }

    @Test
    void what_has_no_effect_is_not_sent_again() {
        server.isWithoutEffect = true;
        server.changed("mirror");
        apply(1);
        for (int i = 0; i < 5; i++) {
            assertThat(apply(1)).isInstanceOf(ApiResult.Accepted.class);
        }
        assertThat(server.applies).isEqualTo(1);
        server.changed("by somebody");
        apply(1);
        assertThat(server.applies).isEqualTo(2);
    }

    @Test
    void what_was_changed_again_and_again_is_told_until_it_has_stayed_for_half_a_minute() {
        for (int i = 0; i < 4; i++) {
            server.changed("theirs");
            apply(1);
        }
        server.now += Duration.ofSeconds(10).toNanos();
        apply(1);
        assertThat(detection.withUncertain(observed(1)).conflicts())
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.isHeldBack()).isFalse());
        server.now += Duration.ofSeconds(30).toNanos();
        assertThat(detection.withUncertain(observed(1)).conflicts()).isEmpty();
    }

    private ApiResult apply(long generation) {
        return detection.apply(new Write(FakeServer.deployment("ours"), Write.OPERATOR, false), observed(generation));
    }

    private ApiResult takeOver() {
        return detection.takeOver(FakeServer.deployment("ours"), observed(1));
    }

    private static FieldConflict conflict(ApiResult result) {
        return ((ApiResult.Contested) result).conflict();
    }

    private Observed observed(long generation) {
        var runner = new AgentRunner();
        runner.setMetadata(Yaml.value(Yaml.parse("{name: demo, namespace: agents, uid: u}"), ObjectMeta.class));
        runner.getMetadata().setGeneration(generation);
        return Observed.nothing(runner).with(server.live, Optional.of(server.live));
    }

    /** One Deployment, whose image somebody else changes. */
    private static final class FakeServer extends ForwardingApiServer {
        private static final String OWNED = """
                [{manager: kubectl-set, fieldsV1: {"f:spec": {"f:template": {"f:spec": {"f:containers":
                {'k:{"name":"agent-runner"}': {"f:image": {}}}}}}}}]
                """;

        private Deployment live = deployment("ours");
        private boolean isAdmissionAgainst;
        private boolean isWithoutEffect;
        private long now;
        private long version;
        private int applies;
        private int reads;
        private int takeovers;

        /** Nothing is passed on but what is overridden. */
        @SuppressWarnings("NullAway")
        FakeServer() {
            super(null);
        }

        void changed(String image) {
            live = deployment(image);
            live.getMetadata().setManagedFields(managers());
            told();
        }

        private void told() {
            version++;
            live.getMetadata().setGeneration(version);
            live.getMetadata().setResourceVersion("" + version);
        }

        @Override
        public ApiResult apply(Write write, Observed observed) {
            applies++;
            if (!isWithoutEffect) {
                live = deployment(isAdmissionAgainst ? "theirs" : "ours");
                told();
            }
            return new ApiResult.Accepted(Optional.of(live));
        }

        @Override
        public ApiResult takeOver(Deployment desired, Observed observed) {
            takeovers++;
            return new ApiResult.Accepted(Optional.of(live));
        }

        @Override
        public ApiResult read(HasMetadata object, Observed observed) {
            reads++;
            return new ApiResult.Accepted(Optional.of(live));
        }

        private static List<ManagedFieldsEntry> managers() {
            return Yaml.parse(OWNED)
                    .valueStream()
                    .map(entry -> Yaml.value(entry, ManagedFieldsEntry.class))
                    .toList();
        }

        private static Deployment deployment(String image) {
            return Yaml.value(Yaml.parse("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: demo, namespace: agents, uid: d, annotations: {stigmer.ai/applied: hash}}
                spec: {template: {spec: {containers: [{name: agent-runner, image: %s}]}}}
                """.formatted(image)), Deployment.class);
        }
    }
}
