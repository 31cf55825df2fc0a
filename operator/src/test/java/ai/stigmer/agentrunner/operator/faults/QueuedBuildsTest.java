package ai.stigmer.agentrunner.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.AgentRunnerStatus;
import ai.stigmer.agentrunner.api.BuildPhase;
import ai.stigmer.agentrunner.model.build.JobState;
import ai.stigmer.agentrunner.operator.testkit.Installation;
import ai.stigmer.agentrunner.operator.testkit.OperatorProcess;
import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import ai.stigmer.agentrunner.testing.LocalCluster;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Far more builds at once than may run. */
@Tag("faults")
class QueuedBuildsTest {
    private static final LocalCluster CLUSTER = LocalCluster.up();
    private static final int BUILDS = 50;
    private static final int MOST = 5;
    private static final int GROUP = 10;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Sandbox user = Sandbox.create(CLUSTER, "queued");

    @Test
    void fifty_builds_queued_never_more_than_five_run_all_end_and_none_is_made_twice() {
        try (var installation = Installation.of(CLUSTER, "default", "default", "builds")) {
            installation.grant();
            try (var operator = OperatorProcess.start(CLUSTER, installation.flags("--builds-max-concurrent=" + MOST))) {
                var begun = System.nanoTime();
                for (int first = 0; first < BUILDS; first += GROUP) {
                    askFor(first);
                }
                var most = new AtomicInteger();
                Awaitility.await("all builds end")
                        .atMost(LIMIT)
                        .pollInterval(Duration.ofMillis(100))
                        .until(() -> {
                            var jobs = user.jobs();
                            most.accumulateAndGet(
                                    (int) jobs.stream()
                                            .filter(JobState::isUnderWay)
                                            .count(),
                                    Math::max);
                            return jobs.size() == BUILDS && jobs.stream().noneMatch(JobState::isUnderWay);
                        });
                var seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
                assertThat(most).hasValue(MOST);
                user.eventually(() -> assertThat(user.runners()).hasSize(BUILDS).allSatisfy(runner -> assertThat(
                                Sandbox.build(runner).phase())
                        .isEqualTo(BuildPhase.Succeeded)));
                assertThat(user.jobs()).hasSize(BUILDS);
                assertOrder();
                assertThat(operator.log()).doesNotContain("ERROR");
                System.out.println(BUILDS + " builds, at most " + most + " at a time, " + seconds + " s");
            }
        }
        CLUSTER.client().namespaces().withName(user.namespace()).delete();
    }

    /** A group, until all of it is in the queue: within one the operator may hear of them in any order. */
    private void askFor(int first) {
        user.apply(IntStream.range(first, first + GROUP)
                .mapToObj(QueuedBuildsTest::manifest)
                .collect(Collectors.joining("---\n")));
        user.eventually(() -> assertThat(user.runners()).hasSize(first + GROUP).allSatisfy(runner -> assertThat(
                        runner.getStatus())
                .extracting(AgentRunnerStatus::build)
                .isNotNull()));
    }

    /** Whoever waited longer began no later: by the times in the statuses, which are whole seconds. */
    private void assertOrder() {
        var started = user.runners().stream()
                .collect(Collectors.groupingBy(
                        runner -> number(runner) / GROUP,
                        Collectors.mapping(
                                runner -> String.valueOf(Sandbox.build(runner).startTime()), Collectors.toList())));
        for (int group = 1; group < BUILDS / GROUP; group++) {
            assertThat(Collections.max(started.get(group - 1)))
                    .as("the last start of group %d, before the first of the next: %s", group - 1, started)
                    .isLessThanOrEqualTo(Collections.min(started.get(group)));
        }
    }

    private static int number(AgentRunner runner) {
        return Integer.parseInt(runner.getMetadata().getName().substring("r-".length()));
    }

    private static String manifest(int number) {
        return """
                apiVersion: stigmer.ai/v1alpha1
                kind: AgentRunner
                metadata: {name: r-%02d}
                spec:
                  workspace: {ephemeral: {}}
                  build:
                    source: {inline: {files: {Dockerfile: "FROM busybox\\nRUN true %d\\n"}}}
                    output: {repository: registry.example.com/demo}
                """.formatted(number, number);
    }
}
