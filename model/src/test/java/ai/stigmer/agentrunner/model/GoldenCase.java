package ai.stigmer.agentrunner.model;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.AgentRunnerStatus;
import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.Plan;
import ai.stigmer.agentrunner.model.plan.Planner;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * One case of {@code src/test/resources/cases}, planned. README.md beside them says what its files mean.
 *
 * @param observed what the plan was made from
 * @param cluster the objects that were there
 * @param plan what came of it
 * @param planner that made it
 */
record GoldenCase(Observed observed, FakeCluster cluster, Plan plan, Planner planner, BuildHashes hashes, Instant now) {
    static final Path CASES = Path.of("src/test/resources/cases");

    /** The folders of all cases, in order. */
    static List<Path> folders() {
        return folders(CASES);
    }

    /** Those of {@code FEATURE/CASE} somewhere. */
    static List<Path> folders(Path parent) {
        try (Stream<Path> files = Files.walk(parent, 2)) {
            return files.filter(Files::isDirectory)
                    .filter(folder -> parent.relativize(folder).getNameCount() == 2)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(parent.toString(), e);
        }
    }

    /**
     * A case by its name.
     *
     * @param name such as {@code workspace/retained-claim-is-adopted}
     */
    static GoldenCase of(String name) {
        return at(CASES.resolve(name));
    }

    /** One that lies elsewhere. */
    static GoldenCase at(Path folder) {
        return plan(CaseInputs.of(folder), CaseHistory.of(folder));
    }

    static GoldenCase plan(CaseInputs inputs, CaseHistory before) {
        var cluster = before.cluster();
        var hashes = before.hashes().then(BuildHashes.of(inputs.agentRunner(), inputs.configMaps()));
        inputs.addTo(cluster, hashes);
        var observed = inputs.observe(cluster, before.status(), hashes);
        var planner = inputs.planner();
        var plan = planner.plan(observed, inputs.now());
        return new GoldenCase(observed, cluster, plan, planner, hashes, inputs.now());
    }

    /** The case's cluster once the plan was carried out. */
    FakeCluster after() {
        var after = cluster.copy();
        after.apply(plan);
        return after;
    }

    /** What would be planned next. */
    Plan again() {
        var runner = withStatus(observed.runner(), plan.status());
        var next = after().observe(
                        runner,
                        observed.pods(),
                        observed.configMaps(),
                        observed.secrets(),
                        observed.builds(),
                        observed.rejections());
        var contested = observed.conflicts().stream().reduce(next, Observed::with, (one, other) -> other);
        return planner.plan(contested, now);
    }

    /** What would be planned next, once claims are bound and pods are ready. */
    Plan onceSettled(FakeCluster settled) {
        var runner = withStatus(observed.runner(), plan.status());
        var next = settled.observe(
                runner, List.of(), observed.configMaps(), observed.secrets(), observed.builds(), List.of());
        return planner.plan(next, now);
    }

    private static AgentRunner withStatus(AgentRunner runner, AgentRunnerStatus status) {
        var tree = (ObjectNode) Yaml.tree(runner);
        tree.set("status", Yaml.tree(status));
        return Yaml.value(tree, AgentRunner.class);
    }
}
