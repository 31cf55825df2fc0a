package ai.stigmer.agentrunner.model.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.AgentRunnerStatus;
import ai.stigmer.agentrunner.model.NamespacedName;
import ai.stigmer.agentrunner.model.Yaml;
import ai.stigmer.agentrunner.model.build.BuildQueue.Limits;
import ai.stigmer.agentrunner.model.plan.BuildTurn;
import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.Plan;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whose build begins and whose gives way, by the Jobs that the watch tells of. */
class BuildAdmissionTest implements ClusterReader {
    private static final NamespacedName DEMO = new NamespacedName("agents", "demo");
    private static final NamespacedName OTHER = new NamespacedName("agents", "other");
    private static final NamespacedName ELSEWHERE = new NamespacedName("elsewhere", "demo");

    private final Map<NamespacedName, String> uids = new HashMap<>();
    private final List<Job> jobs = new ArrayList<>();
    private final List<NamespacedName> woken = new ArrayList<>();

    @Test
    void jobs_that_only_carry_the_label_take_no_turn() {
        job(OTHER, "controller: false", "");
        jobs.add(Yaml.value(Yaml.parse("""
                metadata: {name: forged, namespace: agents, labels: {stigmer.ai/agentrunner: other}}
                """), Job.class));
        assertThat(admission(1, 1).turn(DEMO, queued())).contains(BuildTurn.GRANTED);
    }

    @Test
    void jobs_of_an_agentrunner_that_is_not_there_or_was_made_anew_take_no_turn() {
        job(OTHER, "controller: true", "");
        uids.remove(OTHER);
        job(ELSEWHERE, "controller: true", "");
        uids.put(ELSEWHERE, "another");
        assertThat(admission(1, 1).turn(DEMO, queued())).contains(BuildTurn.GRANTED);
    }

    @Test
    void suspended_and_ended_jobs_take_no_turn() {
        job(OTHER, "controller: true", "spec: {suspend: true}");
        job(ELSEWHERE, "controller: true", "status: {conditions: [{type: Failed, status: 'True'}]}");
        assertThat(admission(1, 1).turn(DEMO, queued())).contains(BuildTurn.GRANTED);
    }

    @Test
    void a_job_of_an_agentrunner_takes_a_turn_and_one_of_its_namespace() {
        job(OTHER, "controller: true", "");
        assertThat(admission(1, 1).turn(ELSEWHERE, queued())).isEmpty();
        assertThat(admission(2, 1).turn(DEMO, queued())).isEmpty();
        assertThat(admission(2, 1).turn(ELSEWHERE, queued())).contains(BuildTurn.GRANTED);
        assertThat(admission(2, 2).turn(DEMO, queued())).contains(BuildTurn.GRANTED);
    }

    @Test
    void a_build_that_no_node_takes_keeps_its_turn_while_nobody_waits_for_it() {
        job(OTHER, "controller: true", "");
        var admission = admission(1, 1);
        assertThat(admission.turn(OTHER, unschedulable())).isEmpty();
        admission.reconciled(OTHER, unschedulable());
        assertThat(woken).isEmpty();
    }

    @Test
    void a_build_that_no_node_takes_is_woken_by_one_that_waits_and_loses_its_turn_to_it() {
        job(OTHER, "controller: true", "");
        var admission = admission(1, 1);
        admission.reconciled(OTHER, unschedulable());
        assertThat(admission.turn(DEMO, queued())).isEmpty();
        admission.reconciled(DEMO, queued());
        assertThat(woken).containsExactly(OTHER);
        assertThat(admission.turn(OTHER, unschedulable())).contains(BuildTurn.WITHDRAWN);
        jobs.clear();
        job(OTHER, "controller: true", "spec: {suspend: true}");
        woken.clear();
        admission.reconciled(OTHER, withdrawn());
        assertThat(woken).containsExactly(DEMO);
        assertThat(admission.turn(OTHER, queued()))
                .as("it waits behind the one that waited")
                .isEmpty();
        assertThat(admission.turn(DEMO, queued())).contains(BuildTurn.GRANTED);
    }

    @Test
    void a_build_that_no_node_takes_keeps_its_turn_where_the_one_that_waits_may_not_have_it() {
        job(OTHER, "controller: true", "");
        uids.put(new NamespacedName("agents", "third"), "third");
        job(new NamespacedName("agents", "third"), "controller: true", "");
        job(ELSEWHERE, "controller: true", "");
        var admission = admission(9, 1);
        assertThat(admission.turn(DEMO, queued())).isEmpty();
        admission.reconciled(DEMO, queued());
        assertThat(admission.turn(ELSEWHERE, unschedulable()))
                .as("the namespace of the one that waits is full")
                .isEmpty();
    }

    @Test
    void a_resumed_job_takes_its_turn_before_the_watch_tells() {
        job(OTHER, "controller: true", "spec: {suspend: true}");
        var admission = admission(1, 1);
        assertThat(admission.turn(OTHER, queued())).contains(BuildTurn.GRANTED);
        assertThat(admission.turn(DEMO, queued())).isEmpty();
    }

    private BuildAdmission admission(int all, int perNamespace) {
        return new BuildAdmission(new RunnerStates(), this, woken::add, new Limits(all, perNamespace), () -> 0);
    }

    private void job(NamespacedName runner, String controller, String rest) {
        uids.put(runner, "uid");
        jobs.add(Yaml.value(Yaml.parse("""
                metadata:
                  name: %1$s-build-1
                  namespace: %2$s
                  labels: {stigmer.ai/agentrunner: %1$s}
                  ownerReferences: [{apiVersion: stigmer.ai/v1alpha1, kind: AgentRunner, name: %1$s, uid: uid, %3$s}]
                %4$s
                """.formatted(runner.name(), runner.namespace(), controller, rest)), Job.class));
    }

    private static Plan queued() {
        return plan("phase: Queued, reason: Queued");
    }

    private static Plan unschedulable() {
        return plan("phase: Running, reason: Unschedulable");
    }

    private static Plan withdrawn() {
        return plan("phase: Queued, reason: Unschedulable");
    }

    private static Plan plan(String build) {
        var status = Yaml.value(
                Yaml.parse("{build: {name: demo-build-1, startTime: '2026-01-01T12:00:00Z', " + build + "}}"),
                AgentRunnerStatus.class);
        return new Plan(List.of(), List.of(), Set.of(), status, false, List.of(), Optional.empty());
    }

    @Override
    public Observed observe(AgentRunner runner) {
        throw new UnsupportedOperationException("admission looks at Jobs alone");
    }

    @Override
    public Optional<String> uid(NamespacedName runner) {
        return Optional.ofNullable(uids.get(runner));
    }

    @Override
    public Stream<Job> buildJobs() {
        return jobs.stream();
    }
}
