package ai.stigmer.agentrunner.model.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class QuantitiesTest {

    @Test
    void two_spellings_have_one_value() {
        assertThat(Quantities.value("1024Mi"))
                .isEqualTo(Quantities.value("1Gi"))
                .isPresent();
        assertThat(Quantities.value("1e3").map(BigDecimal::stripTrailingZeros))
                .isEqualTo(Quantities.value("1k").map(BigDecimal::stripTrailingZeros));
    }

    @Test
    void one_that_would_have_to_be_written_out_has_none() {
        assertThat(Quantities.value("1e999999999")).isEqualTo(Optional.empty());
        assertThat(Quantities.value("1".repeat(33))).isEmpty();
    }

    @Property
    void every_one_that_is_bounded_has_a_value(
            @ForAll
                    @StringLength(min = 1, max = 40)
                    @CharRange(from = '0', to = '9')
                    @Chars({'.', '+', '-', 'e', 'E', 'K', 'M', 'G', 'i', 'm', 'n', 'u', 'k', 'T', 'P'})
                    String text) {
        assertThat(Quantities.value(text).isPresent()).isEqualTo(Quantities.isBounded(text));
    }
}
