package ai.stigmer.agentrunner.operator.apply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.plan.PlannedEvent;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventRecorderTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC);
    private static final PlannedEvent NOTICE = new PlannedEvent("Warning", Reason.CrashLooping, "it crashes");

    private final KubernetesClient client = new KubernetesClientBuilder().build();
    private final EventRecorder recorder = new EventRecorder(client, NOON, "replica-1", new NoWriteMetrics());

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void the_same_transition_has_the_same_name_and_another_one_another() {
        var name = name("5", NOTICE);
        assertThat(name).startsWith("demo.").isEqualTo(name("5", NOTICE));
        assertThat(name).isNotEqualTo(name("6", NOTICE));
        assertThat(name).isNotEqualTo(name("5", new PlannedEvent("Warning", Reason.CrashLooping, "it crashes again")));
    }

    @Test
    void a_note_keeps_to_the_limit_of_bytes_and_to_whole_letters() {
        var note = recorder.event(runner("5"), new PlannedEvent("Normal", Reason.Available, "\uD83D\uDE80".repeat(400)))
                .getNote();
        assertThat(note.getBytes(UTF_8).length).isLessThanOrEqualTo(1024);
        assertThat(note).endsWith("\uD83D\uDE80...").startsWith("\uD83D\uDE80".repeat(255));
    }

    @Test
    void it_says_when_about_what_and_by_whom() {
        var event = recorder.event(runner("5"), NOTICE);
        assertThat(event.getEventTime().getTime()).isEqualTo("2026-11-24T12:00:00.000000Z");
        assertThat(event.getRegarding().getKind()).isEqualTo("AgentRunner");
        assertThat(event.getRegarding().getUid()).isEqualTo("u");
        assertThat(event.getReportingInstance()).isEqualTo("replica-1");
    }

    private String name(String version, PlannedEvent event) {
        return recorder.event(runner(version), event).getMetadata().getName();
    }

    static AgentRunner runner(String version) {
        var runner = new AgentRunner();
        runner.setMetadata(new ObjectMetaBuilder()
                .withName("demo")
                .withNamespace("here")
                .withUid("u")
                .withGeneration(1L)
                .withResourceVersion(version)
                .build());
        return runner;
    }

    static final class NoWriteMetrics implements WriteMetrics {
        @Override
        public void written(String kind, String verb) {}

        @Override
        public void eventLost() {}
    }
}
