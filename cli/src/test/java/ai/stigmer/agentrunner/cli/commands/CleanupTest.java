package ai.stigmer.agentrunner.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stigmer.agentrunner.cli.Failure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CleanupTest {
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final List<String> left = new ArrayList<>();

    @Test
    void what_is_not_done_is_undone_the_latest_first() {
        try (var cleanup = new Cleanup(left::add)) {
            cleanup.onInterrupt(() -> done.add("volume"));
            cleanup.onInterrupt(() -> done.add("container"));
        }
        assertThat(done).containsExactly("container", "volume");
    }

    @Test
    void a_step_that_fails_keeps_no_other_from_being_undone() {
        try (var cleanup = new Cleanup(left::add)) {
            cleanup.onInterrupt(() -> done.add("folder"));
            cleanup.onInterrupt(() -> {
                throw new IllegalStateException("volume is in use");
            });
            cleanup.onInterrupt(() -> done.add("container"));
        }
        assertThat(done).containsExactly("container", "folder");
        assertThat(left).singleElement().asString().contains("volume is in use");
    }

    @Test
    void nothing_is_made_once_all_is_undone() {
        var cleanup = new Cleanup(left::add);
        cleanup.close();
        assertThatThrownBy(() -> cleanup.make(() -> done.add("made"))).isInstanceOf(Failure.class);
        assertThat(done).isEmpty();
    }

    @Test
    void what_is_being_made_is_whole_before_it_is_undone() throws InterruptedException {
        var cleanup = new Cleanup(left::add);
        var making = new CountDownLatch(1);
        var undone = Thread.ofPlatform().unstarted(cleanup::close);
        var maker = Thread.ofPlatform()
                .start(() -> cleanup.make(() -> {
                    making.countDown();
                    // Until the other one waits for it.
                    while (undone.getState() != Thread.State.BLOCKED) {
                        Thread.onSpinWait();
                    }
                    cleanup.onInterrupt(() -> done.add("undone"));
                    return done.add("made");
                }));
        making.await();
        undone.start();
        maker.join();
        undone.join();
        assertThat(done).containsExactly("made", "undone");
    }
}
