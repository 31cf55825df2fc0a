package ai.stigmer.agentrunner.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What happened before a case: the steps of its {@code in-before.yaml}, carried out in order. */
final class CaseHistory {
    static final String FILE = "in-before.yaml";
    static final String STARTING_POINT = "startingPoint";

    /** Each is a file of steps that cases share. */
    static final Path STARTING_POINTS = GoldenCase.CASES.resolve("starting-points");

    private FakeCluster cluster = new FakeCluster();
    private BuildHashes hashes = BuildHashes.NONE;
    private Optional<JsonNode> status = Optional.empty();
    private Optional<GoldenCase> reconciled = Optional.empty();

    private CaseHistory() {}

    static CaseHistory of(Path folder) {
        var history = new CaseHistory();
        var file = folder.resolve(FILE);
        if (Files.exists(file)) {
            Yaml.read(file).forEach(history::carryOut);
        }
        return history;
    }

    /** The objects that are there now. */
    FakeCluster cluster() {
        return cluster;
    }

    BuildHashes hashes() {
        return hashes;
    }

    /** The AgentRunner's, unless it is new. */
    Optional<JsonNode> status() {
        return status;
    }

    private void carryOut(JsonNode step) {
        if (step.has(STARTING_POINT)) {
            assertThat(reconciled).as("a starting point comes first").isEmpty();
            Yaml.read(STARTING_POINTS.resolve(step.get(STARTING_POINT).asText() + ".yaml"))
                    .forEach(this::carryOut);
        } else if (step.has("reconciled")) {
            reconcile(GoldenCase.plan(CaseInputs.of(step.get("reconciled")), this));
        } else {
            event(step.asText());
        }
    }

    private void reconcile(GoldenCase planned) {
        reconciled = Optional.of(planned);
        cluster = planned.after();
        hashes = planned.hashes();
        status = Optional.of(Yaml.tree(planned.plan().status()));
    }

    private void event(String event) {
        switch (event) {
            case "claims are bound, pods are ready" -> {
                cluster.runControllers();
                var settled = reconciled.orElseThrow().onceSettled(cluster);
                cluster.apply(settled);
                status = Optional.of(Yaml.tree(settled.status()));
            }
            case "its Jobs are deleted" -> cluster.removeJobs();
            case "the AgentRunner is deleted" -> {
                cluster.collectGarbage();
                status = Optional.empty();
            }
            default -> throw new IllegalArgumentException("a step that cases/README.md doesn't list: " + event);
        }
    }
}
