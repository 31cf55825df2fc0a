package ai.stigmer.agentrunner.operator;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.plan.Notice;
import ai.stigmer.agentrunner.model.plan.Write;
import ai.stigmer.agentrunner.model.render.Fingerprint;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records transitions as Events. An Event's name comes from what it tells, so that none is told twice. */
final class EventRecorder {
    private static final Logger log = LoggerFactory.getLogger(EventRecorder.class);
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** The API's limit of an Event's note. */
    private static final int NOTE_CHARACTERS = 1000;

    private final KubernetesClient client;
    private final Clock clock;
    private final String instance;
    private final OperatorMetrics metrics;

    EventRecorder(KubernetesClient client, Clock clock, String instance, OperatorMetrics metrics) {
        this.client = client;
        this.clock = clock;
        this.instance = instance;
        this.metrics = metrics;
    }

    /** An Event that can't be recorded is logged: the status says the same. */
    void record(AgentRunner runner, List<Notice> notices) {
        for (var notice : notices) {
            try {
                client.resource(event(runner, notice)).create();
                metrics.written("Event", "create");
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                    metrics.written("Event", "failed");
                    log.debug("Event {} not recorded", notice, e);
                }
            }
        }
    }

    private Event event(AgentRunner runner, Notice notice) {
        var metadata = runner.getMetadata();
        var identity = List.of(
                metadata.getUid(), metadata.getResourceVersion(), notice.type(), notice.reason(), notice.message());
        return new EventBuilder()
                .withNewMetadata()
                .withNamespace(metadata.getNamespace())
                .withName(metadata.getName() + "." + Fingerprint.of(identity))
                .endMetadata()
                .withEventTime(new MicroTime(MICROS.format(clock.instant())))
                .withReportingController("stigmer.ai/" + Write.OPERATOR)
                .withReportingInstance(instance)
                .withAction("Reconcile")
                .withType(notice.type())
                .withReason(notice.reason())
                .withNote(
                        notice.message().substring(0, Math.min(notice.message().length(), NOTE_CHARACTERS)))
                .withNewRegarding()
                .withApiVersion(AgentRunner.API_VERSION)
                .withKind(AgentRunner.KIND)
                .withNamespace(metadata.getNamespace())
                .withName(metadata.getName())
                .withUid(metadata.getUid())
                .endRegarding()
                .build();
    }
}
