package ai.stigmer.agentrunner.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.BuildPhase;
import ai.stigmer.agentrunner.api.FormerBuild;
import ai.stigmer.agentrunner.operator.testkit.Fleet;
import ai.stigmer.agentrunner.operator.testkit.Installation;
import ai.stigmer.agentrunner.operator.testkit.OperatorProcess;
import ai.stigmer.agentrunner.operator.testkit.RecordedWrites;
import ai.stigmer.agentrunner.operator.testkit.Sandbox;
import ai.stigmer.agentrunner.testing.LocalCluster;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The operator dies again and again while images are built; in the end it is as if it never had. */
@Tag("faults")
class BuildsKilledTest {
    private static final int RUNNERS = 12;
    private static final int KILLS = 25;
    private static final int CHANGES = 150;
    private static final int LONGEST_LIFE_MILLIS = 6000;
    private static final Duration SETTLING = Duration.ofMinutes(3);
    private static final LocalCluster CLUSTER = LocalCluster.up();

    private final Seed seed = Seed.taken("builds killed");
    private final Sandbox user = Sandbox.create(CLUSTER, "builds-killed");
    /** The last line of each Dockerfile. */
    private final Map<String, String> lines = new HashMap<>();

    @Test
    void killed_at_25_random_moments_it_builds_nothing_twice_and_runs_what_was_asked_for_last() {
        var written = RecordedWrites.fromNow(CLUSTER);
        try (var installation = Installation.of(CLUSTER, "builds", "default")) {
            installation.grant();
            var flags = OperatorProcess.withoutElection(installation.flags("--builds-max-concurrent=3"));
            kill(flags);
            try (var operator = OperatorProcess.start(CLUSTER, flags)) {
                Awaitility.await("all builds end")
                        .atMost(SETTLING)
                        .ignoreExceptions()
                        .untilAsserted(() ->
                                assertThat(user.runners()).hasSize(RUNNERS).allSatisfy(this::assertAsUndisturbed));
                assertThat(operator.log()).doesNotContain("ERROR");
            }
        }
        var made = written.jobsMade(user.namespace());
        assertThat(made).as("Jobs made, as the API server recorded it").doesNotHaveDuplicates();
        assertThat(jobs()).as("Jobs that no status tells of").isSubsetOf(jobsTold());
        System.out.println(made.size() + " builds of " + RUNNERS + " AgentRunners");
        CLUSTER.client().namespaces().withName(user.namespace()).delete();
    }

    private void kill(String... flags) {
        var lives = seed.choices("lives");
        var working = CompletableFuture.runAsync(this::work);
        for (int i = 0; i < KILLS; i++) {
            var operator = OperatorProcess.launch(CLUSTER, flags);
            assertThat(operator.endsWithin(Duration.ofMillis(lives.nextInt(LONGEST_LIFE_MILLIS))))
                    .as("the operator ends by itself: %s", operator.log())
                    .isFalse();
            operator.kill();
        }
        working.join();
    }

    /** No line is ever asked for again, so that none need be built twice. */
    private void work() {
        var random = seed.choices("work");
        for (int change = 0; change < CHANGES; change++) {
            var name = "r-" + (change < RUNNERS ? change : random.nextInt(RUNNERS));
            if (change < RUNNERS || random.nextInt(3) > 0) {
                lines.put(name, line(random) + " " + change);
            }
            ask(name, random.nextInt(9));
            Fleet.pause(Duration.ofMillis((long) KILLS * LONGEST_LIFE_MILLIS / 2 / CHANGES));
        }
        // What never ends is superseded.
        lines.replaceAll((name, line) -> line.replace("sleep", "true last"));
        lines.keySet().forEach(name -> ask(name, 0));
    }

    private static String line(Random random) {
        return List.of("RUN true", "RUN true", "RUN true", "RUN false", "RUN sleep")
                .get(random.nextInt(5));
    }

    /** A change of a variable alone is no other build. */
    private void ask(String name, int variable) {
        user.runner(name, """
                workspace: {ephemeral: {}}
                env: [{name: A, value: "%d"}]
                build:
                  source: {inline: {files: {Dockerfile: "%s"}}}
                  output: {repository: registry.example.com/demo}
                """.formatted(variable, dockerfile(name).replace("\n", "\\n")));
    }

    private String dockerfile(String name) {
        return "FROM busybox\n" + lines.get(name) + "\n";
    }

    private void assertAsUndisturbed(AgentRunner runner) {
        var name = runner.getMetadata().getName();
        var build = Sandbox.build(runner);
        var isBroken = dockerfile(name).contains("RUN false");
        var ready = Sandbox.condition(runner, "Ready").orElseThrow();
        assertThat(runner.getStatus().observedGeneration())
                .isEqualTo(runner.getMetadata().getGeneration());
        assertThat(build.phase()).as(name).isEqualTo(isBroken ? BuildPhase.Failed : BuildPhase.Succeeded);
        assertThat(ready.getReason()).as(name).isEqualTo(isBroken ? "BuildFailed" : "Available");
        if (!isBroken) {
            // The simulated build makes a digest of the Dockerfile.
            assertThat(build.image()).isEqualTo("registry.example.com/demo@sha256:" + sha256(dockerfile(name)));
        }
        if (build.image() != null) {
            assertThat(user.image(name)).isEqualTo(build.image());
        }
    }

    private List<String> jobs() {
        return user.jobs().stream().map(job -> job.getMetadata().getName()).toList();
    }

    private List<String> jobsTold() {
        return user.runners().stream()
                .map(Sandbox::build)
                .<String>mapMulti((build, told) -> {
                    told.accept(String.valueOf(build.name()));
                    Objects.requireNonNullElse(build.history(), List.<FormerBuild>of())
                            .forEach(former -> told.accept(String.valueOf(former.name())));
                })
                .toList();
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
