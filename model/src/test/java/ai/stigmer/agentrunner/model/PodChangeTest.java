package ai.stigmer.agentrunner.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.Planner;
import ai.stigmer.agentrunner.model.rule.Policy;
import ai.stigmer.agentrunner.model.status.PodChange;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** No change of a pod is passed over that would change what is told. */
class PodChangeTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final String STARTED = "{running: {startedAt: '2026-01-01T11:59:00Z'}}";
    private static final String ENDED =
            "{terminated: {exitCode: 1, message: 'no key', startedAt: '2026-01-01T11:55:00Z',"
                    + " finishedAt: '2026-01-01T11:56:00Z'}}";

    @Property(tries = 3000)
    void a_change_that_does_not_matter_leaves_the_plan_as_it_is(@ForAll("pods") Pod before, @ForAll("pods") Pod after) {
        if (!PodChange.matters(before, after)) {
            assertThat(plan(List.of(after))).isEqualTo(plan(List.of(before)));
        }
    }

    @Property(tries = 1000)
    void nor_does_a_new_pod_that_does_not_matter(@ForAll("pods") Pod pod) {
        if (!PodChange.matters(pod)) {
            assertThat(plan(List.of(pod))).isEqualTo(plan(List.of()));
        }
    }

    @Test
    void a_pod_that_starts_as_it_should_matters_once() {
        var made = pod("{status: {phase: Pending}}");
        var placed = pod("{status: {phase: Pending, conditions: [{type: PodScheduled, status: 'True'}],"
                + " containerStatuses: [{name: agent-runner, ready: false, state: {waiting: {reason:"
                + " ContainerCreating}}}]}}");
        var runs = pod("{status: {phase: Running, conditions: [{type: Ready, status: 'False'}], containerStatuses:"
                + " [{name: agent-runner, ready: false, state: " + STARTED + "}]}}");
        var serves = pod("{status: {phase: Running, conditions: [{type: Ready, status: 'True'}], containerStatuses:"
                + " [{name: agent-runner, ready: true, state: " + STARTED + "}]}}");
        assertThat(PodChange.matters(made)).isFalse();
        assertThat(PodChange.matters(made, placed)).isFalse();
        assertThat(PodChange.matters(placed, runs)).isTrue(); // Now its probes have a deadline.
        assertThat(PodChange.matters(placed, serves)).isFalse();
        assertThat(PodChange.matters(serves, runs)).isTrue();
    }

    /** While its rollout goes on, when a pod counts the most. */
    private static Object plan(List<Pod> pods) {
        var runner = SpecFields.runner(Map.of("version", Yaml.parse("'1'")));
        var cluster = new FakeCluster();
        cluster.apply(new Planner(Policy.RESTRICTED).plan(observe(cluster, runner, List.of()), NOW));
        cluster.merge("Deployment", (ObjectNode) Yaml.parse(
                "{status: {observedGeneration: 1, replicas: 1, updatedReplicas: 1, unavailableReplicas: 1}}"));
        var template = observe(cluster, runner, List.of()).deployment().orElseThrow();
        pods.forEach(pod -> pod.getMetadata()
                .setAnnotations(template.getSpec().getTemplate().getMetadata().getAnnotations()));
        return new Planner(Policy.RESTRICTED).plan(observe(cluster, runner, pods), NOW);
    }

    private static Observed observe(FakeCluster cluster, AgentRunner runner, List<Pod> pods) {
        return cluster.observe(runner, pods, Map.of(), Map.of(), List.of());
    }

    @Provide
    Arbitrary<Pod> pods() {
        var conditions = Arbitraries.of(
                "",
                "{type: PodScheduled, status: 'True'}",
                "{type: PodScheduled, status: 'False', reason: Unschedulable, message: 'no room. x'}",
                "{type: PodScheduled, status: 'False', reason: Unschedulable, message: 'no persistentvolumeclaim. x'}",
                "{type: PodScheduled, status: 'True'}, {type: Ready, status: 'False', lastTransitionTime:"
                        + " '2026-01-01T11:55:30Z'}",
                "{type: PodScheduled, status: 'True'}, {type: Ready, status: 'False', lastTransitionTime:"
                        + " '2026-01-01T11:00:00Z'}",
                "{type: PodScheduled, status: 'True'}, {type: Ready, status: 'True'}");
        var states = Arbitraries.of(
                "{}",
                "{waiting: {reason: ContainerCreating}}",
                "{waiting: {reason: PodInitializing}}",
                "{waiting: {reason: ErrImagePull, message: 'no such image'}}",
                "{waiting: {reason: CreateContainerConfigError, message: 'secret \"llm\" not found'}}",
                "{waiting: {reason: CrashLoopBackOff}}",
                STARTED,
                "{running: {startedAt: '2026-01-01T11:00:00Z'}}",
                ENDED);
        var containers = Combinators.combine(
                        states, Arbitraries.of("{}", "{}", ENDED), Arbitraries.of(true, false), Arbitraries.of(0, 7))
                .as((state, last, ready, restarts) -> "{name: agent-runner, image: i, ready: " + ready + ", state: "
                        + state + ", lastState: " + last + ", restartCount: " + restarts + "}");
        return Combinators.combine(
                        conditions,
                        containers.injectDuplicates(0.2).list().ofMaxSize(1),
                        Arbitraries.of("Pending", "Running", "Running", "Failed"),
                        Arbitraries.of("", "", "", "deletionTimestamp: '2026-01-01T11:59:59Z'"))
                .as((condition, all, phase, leaving) -> pod("{metadata: {" + leaving + "}, status: {phase: " + phase
                        + ", conditions: [" + condition + "], containerStatuses: " + all + "}}"));
    }

    private static Pod pod(String yaml) {
        var tree = (ObjectNode) Yaml.parse(yaml);
        tree.withObject("metadata").put("name", "demo-1");
        return Yaml.value(tree, Pod.class);
    }
}
