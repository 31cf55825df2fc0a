package ai.stigmer.agentrunner.model.build;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.model.NamespacedName;
import ai.stigmer.agentrunner.model.build.BuildQueue.Limits;
import ai.stigmer.agentrunner.model.build.BuildQueue.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BuildQueueTest {

    @Test
    void whoever_waited_longest_is_next() {
        assertThat(BuildQueue.next(List.of(), List.of(waiting("a", "late", 9), waiting("a", "early", 1)), upTo(1)))
                .containsExactly(new NamespacedName("a", "early"));
    }

    @Test
    void those_that_came_in_the_same_second_keep_their_order() {
        assertThat(BuildQueue.next(List.of(), List.of(waiting("a", "z", 1), waiting("a", "b", 1)), upTo(2)))
                .containsExactly(new NamespacedName("a", "z"), new NamespacedName("a", "b"));
    }

    @Test
    void a_namespace_with_many_does_not_keep_another_s_waiting() {
        var waiting = List.of(waiting("many", "1", 1), waiting("many", "2", 2), waiting("few", "3", 3));
        assertThat(BuildQueue.next(List.of(new NamespacedName("many", "0")), waiting, upTo(3)))
                .containsExactly(new NamespacedName("few", "3"), new NamespacedName("many", "1"));
    }

    @Property
    void as_many_run_as_may_and_never_more(
            @ForAll @Size(max = 12) List<@IntRange(max = 3) Integer> namespaces,
            @ForAll @IntRange(max = 6) int running,
            @ForAll @IntRange(min = 1, max = 6) int most) {
        var waiting = new ArrayList<Waiting>();
        namespaces.forEach(namespace -> waiting.add(waiting("n" + namespace, "w" + waiting.size(), waiting.size())));
        var busy = new ArrayList<NamespacedName>();
        for (int i = 0; i < running; i++) {
            busy.add(new NamespacedName("n0", "r" + i));
        }
        assertThat(BuildQueue.next(busy, waiting, upTo(most)))
                .hasSize(Math.min(waiting.size(), Math.max(0, most - running)))
                .doesNotHaveDuplicates();
    }

    @Test
    void a_namespace_at_its_limit_waits_though_there_is_room() {
        var waiting = List.of(waiting("many", "1", 1), waiting("many", "2", 2), waiting("few", "3", 3));
        assertThat(BuildQueue.next(List.of(new NamespacedName("many", "0")), waiting, new Limits(9, 2)))
                .containsExactly(new NamespacedName("few", "3"), new NamespacedName("many", "1"));
    }

    @Property
    void no_namespace_gets_more_than_its_limit(
            @ForAll @Size(max = 12) List<@IntRange(max = 3) Integer> namespaces,
            @ForAll @IntRange(min = 1, max = 12) int most,
            @ForAll @IntRange(min = 1, max = 4) int perNamespace) {
        var waiting = new ArrayList<Waiting>();
        namespaces.forEach(namespace -> waiting.add(waiting("n" + namespace, "w" + waiting.size(), waiting.size())));
        var next = BuildQueue.next(List.of(), waiting, new Limits(most, perNamespace)).stream()
                .collect(Collectors.groupingBy(NamespacedName::namespace, Collectors.counting()));
        var possible = namespaces.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(next.values()).allMatch(count -> count <= perNamespace);
        assertThat(next.values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(Math.min(
                        most,
                        possible.values().stream()
                                .mapToLong(count -> Math.min(count, perNamespace))
                                .sum()));
    }

    private static Limits upTo(int most) {
        return new Limits(most, most);
    }

    private static Waiting waiting(String namespace, String name, int second) {
        return new Waiting(new NamespacedName(namespace, name), Instant.ofEpochSecond(second));
    }
}
