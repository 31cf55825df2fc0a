package ai.stigmer.agentrunner.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariablePartsTest {
    @ParameterizedTest
    @CsvSource({
        "read tcp 10.0.0.1:51322->10.96.0.7:443: reset, read tcp 10.0.0.1:60001->10.96.0.7:443: reset",
        "read tcp [::1]:51322->[::1]:443: reset, read tcp [::1]:6->[::1]:443: reset",
        "request 0d4f9c1e-6a7b-4c3d-9e2f-1a2b3c4d5e6f failed, request 7c1d2e3f-1111-4c3d-9e2f-aaaabbbbcccc failed",
        "audit id 0d4f9c1e6a7b4c3d, audit id ffffff1e6a7b4c3d"
    })
    void a_port_after_an_address_and_an_id_do_not_count(String one, String other) {
        assertThat(VariableParts.sameBut(one, other)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "image demo:1 is denied, image demo:2 is denied",
        "image localhost:5000/a is denied, image localhost:5001/a is denied",
        "at most 3 replicas, at most 4 replicas",
        "webhook deadbeef, webhook facade00",
        "dial tcp 10.96.0.7:443, dial tcp 10.96.0.8:443"
    })
    void anything_else_does(String one, String other) {
        assertThat(VariableParts.sameBut(one, other)).isFalse();
    }
}
