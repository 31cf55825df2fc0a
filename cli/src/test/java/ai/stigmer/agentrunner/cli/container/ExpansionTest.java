package ai.stigmer.agentrunner.cli.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As k8s.io/kubernetes' third_party/forked/golang/expansion says. */
class ExpansionTest {

    @ParameterizedTest
    @CsvSource({
        "$(A), 1",
        "x$(A)y$(B)z, x1y2z",
        "$$(A), $(A)",
        "$$$(A), $1",
        "$(UNKNOWN), $(UNKNOWN)",
        "$(A, $(A",
        "$, $",
        "a$b, a$b",
        "$$, $",
    })
    void expands_what_is_known(String text, String expected) {
        assertThat(Expansion.expand(text, Map.of("A", "1", "B", "2"))).isEqualTo(expected);
    }
}
