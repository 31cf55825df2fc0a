package ai.stigmer.agentrunner.model.spec;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.UnhealthyPodEviction;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetSpecTest {

    @ParameterizedTest
    @CsvSource({
        "maxUnavailable, 0, 3, true",
        "maxUnavailable, 0%, 3, true",
        "maxUnavailable, 0, , true",
        "maxUnavailable, 0%, , true",
        "maxUnavailable, 1, 3, false",
        "maxUnavailable, 1%, 3, false",
        "maxUnavailable, 1%, , false",
        "maxUnavailable, 100%, 3, false",
        "minAvailable, 0, 3, false",
        "minAvailable, 2, 3, false",
        "minAvailable, 3, 3, true",
        "minAvailable, 4, 3, true",
        "minAvailable, 66%, 3, false",
        "minAvailable, 67%, 3, true",
        "minAvailable, 50%, 2, false",
        "minAvailable, 51%, 2, true",
        "minAvailable, 99%, 100, false",
        "minAvailable, 100%, 100, true",
        "minAvailable, 100%, , true",
        "minAvailable, 99%, , false",
        "minAvailable, 5, , false",
        "minAvailable, 99%, 2147483647, false"
    })
    void what_lets_no_pod_go_is_known(String field, String value, Integer replicas, boolean blocks) {
        var given = Optional.of(value.endsWith("%") ? new IntOrString(value) : new IntOrString(Integer.valueOf(value)));
        var isMost = field.equals("maxUnavailable");
        var budget = new BudgetSpec(
                isMost ? Optional.empty() : given, isMost ? given : Optional.empty(), UnhealthyPodEviction.AlwaysAllow);
        assertThat(budget.allowsNoDisruption(Optional.ofNullable(replicas))).isEqualTo(blocks);
    }
}
