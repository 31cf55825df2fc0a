package ai.stigmer.agentrunner.operator.serve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapUseTest {
    @Test
    void there_is_room_until_little_of_it_is_left() {
        assertThat(new HeapUse(() -> 84, 100).warning()).isEmpty();
        assertThat(new HeapUse(() -> 85, 100).warning()).hasValueSatisfying(words -> assertThat(words)
                .startsWith("near its memory limit: 85 % of the heap")
                .contains("raise the limit", "docs/performance.md"));
    }

    @Test
    void this_process_has_room() {
        System.gc();
        assertThat(HeapUse.ofThisProcess().warning()).isEmpty();
    }
}
