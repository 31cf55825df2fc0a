package ai.stigmer.agentrunner.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Report TWO_RUNS = new Report(
            RunKind.OWN_STAGES,
            Map.of("cores", "2"),
            List.of(
                    ideal(1, 10, 20), operator(1, 12, 24, 40),
                    ideal(2, 20, 40), operator(2, 28, 50, 44)),
            List.of());

    @Test
    void ratios_are_those_of_one_run_and_their_median_is_told() {
        var operator = Row.of(TWO_RUNS.figures()).get(1);

        assertThat(operator.subject()).isEqualTo("operator");
        assertThat(operator.seconds()).isEqualTo(20);
        assertThat(operator.secondsRatio()).isEqualTo((1.2 + 1.4) / 2);
        assertThat(operator.cpuRatio()).isEqualTo((24.0 / 20 + 50.0 / 40) / 2);
        assertThat(operator.writes()).isEqualTo(4.2);
        assertThat(operator.operatorMillis()).isEqualTo(200);
    }

    @Test
    void the_tables_say_which_aims_were_met() {
        assertThat(TWO_RUNS.tables().lines())
                .filteredOn(line -> line.contains("over ideal") || line.contains("writes per"))
                .map(line -> line.replaceAll(" +", " "))
                .containsExactly(
                        "| burst, total time over ideal | burst 10 | 1.20 | 1.30 | missed |",
                        "| burst, CPU of everything over ideal | burst 10 | 1.25 | 1.23 | met |",
                        "| burst, writes per AgentRunner | burst 10 | 4.00 | 4.20 | missed |");
    }

    @Test
    void a_plain_cluster_has_aims_of_its_own() {
        var plain = new Report(RunKind.PLAIN, TWO_RUNS.machine(), TWO_RUNS.figures(), List.of());

        assertThat(plain.tables().lines().map(line -> line.replaceAll(" +", " ")))
                .contains("| burst, total time over ideal | burst 10 | 1.30 | 1.30 | met |");
    }

    @Test
    void a_run_is_read_again_as_it_was_written() throws IOException {
        var json = Report.JSON.writeValueAsString(TWO_RUNS);

        assertThat(Report.JSON.readValue(json, Report.class)).isEqualTo(TWO_RUNS);
    }

    @Test
    void a_page_gets_the_new_tables_in_the_place_of_the_old() {
        var page = place("bench", "old\n") + "Plain:\n" + place("bench-plain", "") + "That is all.\n";

        assertThat(Page.with(RunKind.OWN_STAGES, "new $1\n", page))
                .isEqualTo(place("bench", "new $1\n") + "Plain:\n" + place("bench-plain", "") + "That is all.\n");
        assertThat(Page.with(RunKind.PLAIN, "new\n", page))
                .isEqualTo(place("bench", "old\n") + "Plain:\n" + place("bench-plain", "new\n") + "That is all.\n");
        assertThatThrownBy(() -> Page.with(RunKind.SCALE, "new", page))
                .hasMessageContaining("<!-- figures: bench-scale -->");
    }

    private static String place(String kind, String tables) {
        return "<!-- figures: " + kind + " -->\n" + tables + "<!-- end of figures: " + kind + " -->\n";
    }

    private static Figures ideal(int run, double seconds, double cpu) {
        return new Figures(
                run,
                "burst 10",
                "ideal",
                10,
                seconds,
                null,
                null,
                null,
                new Audit.Requests(30, 0, 0, 0),
                Map.of("kube-apiserver", cpu),
                0,
                null,
                null);
    }

    private static Figures operator(int run, double seconds, double cpu, int writes) {
        return new Figures(
                run,
                "burst 10",
                "operator",
                10,
                seconds,
                new Percentiles(1, 2, 3),
                new Percentiles(10, 20, 30),
                new Percentiles(1, 2, 3),
                new Audit.Requests(writes, 20, 0, 0),
                Map.of("kube-apiserver", cpu - 2, Figures.OPERATOR, 2.0),
                1,
                100.0,
                110.0);
    }
}
