package ai.stigmer.agentrunner.operator.apply;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.stigmer.agentrunner.model.plan.PlannedEvent;
import ai.stigmer.agentrunner.model.plan.Write;
import ai.stigmer.agentrunner.operator.apply.EventSeries.Recorded;
import ai.stigmer.agentrunner.operator.client.Explanation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Records Events about an AgentRunner; one that repeats itself is one Event with a count. One that can't be recorded is
 * counted as lost, and nothing else.
 */
public final class EventRecorder {
    private static final RunnerLog LOG = new RunnerLog(LoggerFactory.getLogger(EventRecorder.class));
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    /** Limits of events.k8s.io/v1. */
    private static final int LONGEST_NOTE = 1024;

    private static final int LONGEST_INSTANCE = 128;

    private final KubernetesClient client;
    private final Clock clock;
    private final String instance;
    private final WriteMetrics metrics;
    private final EventSeries series = new EventSeries();

    /**
     * @param instance this replica's name
     */
    EventRecorder(KubernetesClient client, Clock clock, String instance, WriteMetrics metrics) {
        this.client = client;
        this.clock = clock;
        this.instance = instance.substring(0, Math.min(instance.length(), LONGEST_INSTANCE));
        this.metrics = metrics;
    }

    /**
     * @param about the object as it was seen when the transition was found
     */
    public void record(HasMetadata about, PlannedEvent event) {
        var transition = event(about, event);
        var name = transition.getMetadata().getName();
        var uid = about.getMetadata().getUid();
        var before = series.find(uid, event, clock.instant());
        if (before.filter(last -> last.transition().equals(name)).isPresent()) {
            return; // Recorded already.
        }
        try {
            var counted =
                    before.map(last -> last.again(name, clock.instant())).filter(again -> count(transition, again));
            if (counted.isEmpty()) {
                client.resource(transition).create();
            }
            series.put(uid, event, counted.orElseGet(() -> new Recorded(name, name, 1, clock.instant())));
        } catch (KubernetesClientException e) {
            if (e.getCode() == 409) {
                return; // Recorded already, by another process.
            }
            metrics.eventLost();
            LOG.log(Level.DEBUG, about, "could not record the Event " + event + ": " + Explanation.of(e));
        }
    }

    /** Counts one more in the first Event of the series; says whether that is still there. */
    private boolean count(Event repeated, Recorded now) {
        var first = new EventBuilder()
                .withNewMetadata()
                .withNamespace(repeated.getMetadata().getNamespace())
                .withName(now.name())
                .endMetadata()
                .build();
        var patch = "{\"series\":{\"count\":" + now.count() + ",\"lastObservedTime\":\""
                + MICROSECONDS.format(now.last()) + "\"}}";
        try {
            client.resource(first).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == 404) {
                return false;
            }
            throw e;
        }
    }

    /**
     * The Event. Its name follows from what was seen and what is said: two looks at the same version of the AgentRunner
     * name it alike, so the second is refused as there already.
     */
    Event event(HasMetadata about, PlannedEvent event) {
        var seen = about.getMetadata();
        var transition = String.join(
                "\n",
                seen.getUid(),
                seen.getResourceVersion(),
                event.type(),
                event.reason().name(),
                event.message());
        return new EventBuilder()
                .withNewMetadata()
                .withNamespace(seen.getNamespace())
                .withName(seen.getName() + "." + UUID.nameUUIDFromBytes(transition.getBytes(UTF_8)))
                .endMetadata()
                .withEventTime(new MicroTime(MICROSECONDS.format(clock.instant())))
                .withType(event.type())
                .withReason(event.reason().name())
                .withNote(shorten(event.message()))
                .withAction("Reconcile")
                .withReportingController("stigmer.ai/" + Write.OPERATOR)
                .withReportingInstance(instance)
                .withNewRegarding()
                .withApiVersion(about.getApiVersion())
                .withKind(about.getKind())
                .withNamespace(seen.getNamespace())
                .withName(seen.getName())
                .withUid(seen.getUid())
                .withResourceVersion(seen.getResourceVersion())
                .endRegarding()
                .build();
    }

    /** The limit counts bytes. */
    private static String shorten(String note) {
        if (note.getBytes(UTF_8).length <= LONGEST_NOTE) {
            return note;
        }
        var end = note.length();
        while (note.substring(0, end).getBytes(UTF_8).length > LONGEST_NOTE - 3) {
            end = note.offsetByCodePoints(end, -1);
        }
        return note.substring(0, end) + "...";
    }
}
