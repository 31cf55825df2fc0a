package ai.stigmer.agentrunner.model.status;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.model.Messages;
import ai.stigmer.agentrunner.model.Reason;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {

    /** The API server's words may quote a field of a megabyte, and a status with several of them would not be stored. */
    @Test
    void a_message_is_cut_and_no_letter_torn() {
        var message = "🙂".repeat(500_000);
        var condition = new Conditions(List.of(), 1, Instant.EPOCH)
                .add("Ready", false, Reason.PodForbidden, message)
                .list()
                .getFirst();
        assertThat(condition.getMessage()).isEqualTo("🙂".repeat(4000) + "…");
    }

    @Test
    void what_a_message_quotes_of_the_spec_is_shown_plain() {
        var condition = new Conditions(List.of(), 1, Instant.EPOCH)
                .add("Ready", false, Reason.NotAllowed, "spec.template.labels \u001b[2Ja/\u202eb is not allowed")
                .list()
                .getFirst();
        assertThat(condition.getMessage()).isEqualTo("spec.template.labels a/b is not allowed");
    }

    @Test
    void a_message_that_people_read_is_left_as_it_is() {
        assertThat(Messages.shorten("1/1 pods available", 4000)).isEqualTo("1/1 pods available");
    }

    @Test
    void a_cut_goes_through_no_character() {
        assertThat(Messages.shorten("a👩b", 2)).isEqualTo("a👩…");
        assertThat(Messages.end("a👩b", 2)).isEqualTo("…👩b");
        assertThat(Messages.end("abc", 3)).isEqualTo("abc");
    }

    @Test
    void a_status_that_somebody_wrote_without_transition_times_is_read_as_well() {
        var byHand =
                new ConditionBuilder().withType("Ready").withStatus("False").build();
        var condition = new Conditions(List.of(byHand), 1, Instant.EPOCH)
                .add("Ready", false, Reason.RollingOut, "")
                .list()
                .getFirst();
        assertThat(condition.getLastTransitionTime()).isEqualTo("1970-01-01T00:00:00Z");
    }
}
