package ai.stigmer.agentrunner.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MachineTest {

    @Test
    void a_process_whose_name_holds_brackets_and_spaces_is_read_right() {
        var stat = "42 (a ) (b) S 1 42 42 0 -1 4194560 1185 0 5 0 150 50 0 0 20 0 3 0 100 5000000 900";

        assertThat(Machine.processTime(stat)).isEqualTo(2.0);
    }

    @Test
    void waiting_for_disks_is_not_work() {
        assertThat(Machine.busyTime("cpu  100 200 300 9999 8888 10 20 7777 0 0\ncpu0 1 2 3 4 5 6 7 8 9 10\n"))
                .isEqualTo(6.3);
    }

    @Test
    void memory_is_told_in_megabytes() {
        assertThat(Machine.megabytes("Name:\tjava\nVmHWM:\t  204800 kB\nVmRSS:\t  102400 kB\n", "VmRSS:"))
                .isEqualTo(100.0);
    }

    @Test
    void what_nobody_accounts_for_is_foreign() {
        var before = new Machine.Cpu(Map.of("etcd", 1.0), 10);
        var used = new Machine.Cpu(Map.of("etcd", 3.0, "operator", 0.5), 20).since(before);

        assertThat(used.processes()).containsOnly(Map.entry("etcd", 2.0), Map.entry("operator", 0.5));
        assertThat(used.foreign()).isCloseTo(7.5, within(1e-9));
    }
}
