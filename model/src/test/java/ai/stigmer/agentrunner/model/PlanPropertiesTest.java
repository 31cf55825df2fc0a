package ai.stigmer.agentrunner.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.plan.Installation;
import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.Plan;
import ai.stigmer.agentrunner.model.plan.Planner;
import ai.stigmer.agentrunner.model.reconcile.CachingPlanner;
import ai.stigmer.agentrunner.model.reconcile.RunnerStates;
import ai.stigmer.agentrunner.model.render.RenderingRevision;
import ai.stigmer.agentrunner.model.rule.Permission;
import ai.stigmer.agentrunner.model.rule.Policy;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What holds of the plan of any AgentRunner. */
class PlanPropertiesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    /** How often a field is left out: most manifests say little. */
    private static final double ABSENT = 0.93;

    @Property(tries = 100)
    void the_same_input_gives_the_same_plan(
            @ForAll("specs") Map<String, JsonNode> spec, @ForAll("policies") Policy policy) {
        var one = plan(new FakeCluster(), SpecFields.runner(spec), policy);
        var other = plan(new FakeCluster(), SpecFields.runner(spec), policy);
        assertThat(other).isEqualTo(one);
    }

    @Property(tries = 100)
    void one_plan_is_enough(@ForAll("specs") Map<String, JsonNode> spec, @ForAll("policies") Policy policy) {
        var cluster = withExistingClaim();
        carryOut(cluster, SpecFields.runner(spec), policy);
        assertNothingLeft(cluster, SpecFields.runner(spec), policy);
        cluster.runControllers();
        assertThat(plan(cluster, SpecFields.runner(spec), policy).writes())
                .as("once claims are bound, only they change")
                .allMatch(write -> write.object().getKind().equals("PersistentVolumeClaim"));
    }

    @Property(tries = 100)
    void one_plan_is_enough_for_any_change(
            @ForAll("specs") Map<String, JsonNode> before,
            @ForAll("specs") Map<String, JsonNode> after,
            @ForAll("policies") Policy policy) {
        var cluster = withExistingClaim();
        carryOut(cluster, SpecFields.runner(before), policy);
        cluster.runControllers();
        carryOut(cluster, SpecFields.runner(before), policy);
        carryOut(cluster, SpecFields.runner(after), policy);
        assertNothingLeft(cluster, SpecFields.runner(after), policy);
    }

    @Property(tries = 100)
    void an_upgrade_of_the_operator_leaves_every_Deployment_as_it_is(
            @ForAll("specs") Map<String, JsonNode> spec, @ForAll("policies") Policy policy) {
        var cluster = ofRelease010(SpecFields.runner(spec), policy);
        assertThat(plan(cluster, SpecFields.runner(spec), policy).writes())
                .noneMatch(write -> write.object().getKind().equals("Deployment"));
    }

    @Property(tries = 100)
    void what_others_change_is_put_back_as_it_was_before_an_upgrade(
            @ForAll("specs") Map<String, JsonNode> spec, @ForAll("drift") List<String> drift) {
        var cluster = ofRelease010(SpecFields.runner(spec), Policy.RESTRICTED);
        var before = template(cluster);
        drift.forEach(change -> drift(cluster, change));
        carryOut(cluster, SpecFields.runner(spec), Policy.RESTRICTED);
        assertThat(template(cluster)).isEqualTo(before);
        assertThat(revision(cluster)).isEmpty();
    }

    @Property(tries = 100)
    void pods_that_a_change_replaces_are_made_as_new_ones_and_stay_so(
            @ForAll("specs") Map<String, JsonNode> before,
            @ForAll("specs") Map<String, JsonNode> after,
            @ForAll("policies") Policy policy) {
        var cluster = ofRelease010(SpecFields.runner(before), policy);
        var isReplaced = false;
        for (var spec : List.of(after, before, after)) {
            var template = template(cluster);
            carryOut(cluster, SpecFields.runner(spec), policy);
            assertNothingLeft(cluster, SpecFields.runner(spec), policy);
            isReplaced |= !template(cluster).equals(template);
            assertThat(revision(cluster))
                    .isEqualTo(
                            isReplaced
                                    ? Optional.of(String.valueOf(RenderingRevision.CURRENT.number()))
                                    : Optional.empty());
        }
    }

    /** What there is once the operator of release 0.1.0 has made an AgentRunner's objects. */
    private static FakeCluster ofRelease010(AgentRunner runner, Policy policy) {
        var former = new Planner(Installation.of(policy), new RenderingRevision(1));
        var cluster = withExistingClaim();
        cluster.apply(former.plan(observe(cluster, runner), NOW));
        cluster.runControllers();
        cluster.apply(former.plan(observe(cluster, runner), NOW));
        return cluster;
    }

    /** The hash of the template of the Deployment's pods; empty: there is no Deployment. */
    private static Optional<String> template(FakeCluster cluster) {
        return annotation(cluster, "/spec/template/metadata/annotations", "stigmer.ai/template");
    }

    private static Optional<String> revision(FakeCluster cluster) {
        return annotation(cluster, "/metadata/annotations", "stigmer.ai/rendering-revision");
    }

    private static Optional<String> annotation(FakeCluster cluster, String annotations, String name) {
        return cluster.get("Deployment")
                .map(deployment -> deployment.at(annotations).get(name))
                .map(JsonNode::asText);
    }

    @Property(tries = 40)
    void a_planner_that_has_seen_it_all_plans_as_one_that_sees_it_for_the_first_time(
            @ForAll("specs") Map<String, JsonNode> before,
            @ForAll("specs") Map<String, JsonNode> after,
            @ForAll("drift") List<String> drift) {
        var old = new CachingPlanner(new Planner(Policy.RESTRICTED), new RunnerStates());
        var cluster = withExistingClaim();
        for (var spec : List.of(before, before, after, before)) {
            var runner = SpecFields.runner(spec);
            for (var change : drift) {
                var fresh = plan(cluster, runner, Policy.RESTRICTED);
                assertThat(old.plan(observe(cluster, runner), NOW)).isEqualTo(fresh);
                cluster.apply(fresh);
                assertThat(old.plan(observe(cluster, runner), NOW)).isEqualTo(plan(cluster, runner, Policy.RESTRICTED));
                cluster.runControllers();
                assertThat(old.plan(observe(cluster, runner), NOW)).isEqualTo(plan(cluster, runner, Policy.RESTRICTED));
                drift(cluster, change);
            }
        }
    }

    private static void drift(FakeCluster cluster, String change) {
        var object = Yaml.parse(change);
        var kind = object.path("kind").asText();
        if (cluster.get(kind).isPresent()) {
            cluster.merge(kind, (ObjectNode) object);
        }
    }

    /** The API server takes it in an AgentRunner, and refuses it in a Deployment. */
    @Example
    void a_quantity_that_is_none_can_be_planned_again_and_again() {
        var spec = Map.of("env", Yaml.parse("""
                [{name: CPU, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: '%'}}}]
                """));
        var planner = new CachingPlanner(new Planner(Policy.RESTRICTED), new RunnerStates());
        var first = planner.plan(observe(new FakeCluster(), SpecFields.runner(spec)), NOW);
        assertThat(planner.plan(observe(new FakeCluster(), SpecFields.runner(spec)), NOW)
                        .status())
                .isEqualTo(first.status());
    }

    /** What somebody else may change, with and without a new generation. */
    @Provide
    Arbitrary<List<String>> drift() {
        return Arbitraries.of(
                        "{kind: Deployment, metadata: {labels: {app.kubernetes.io/name: other}}}",
                        "{kind: Deployment, metadata: {annotations: {deployment.kubernetes.io/revision: '2'}}}",
                        "{kind: Deployment, spec: {replicas: 7}}",
                        "{kind: Deployment, spec: {template: {spec: {terminationGracePeriodSeconds: 1}}}}",
                        "{kind: Deployment, metadata: {generation: 70}, spec: {template: {spec: {containers: []}}}}",
                        "{kind: Deployment, status: {observedGeneration: 1, replicas: 1}}",
                        "{kind: PersistentVolumeClaim, metadata: {labels: {app.kubernetes.io/part-of: other}}}",
                        "{kind: PersistentVolumeClaim, status: {phase: Lost}}",
                        "{kind: PersistentVolumeClaim, spec: {resources: {requests: {storage: 20Gi}}}}")
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    @Property(tries = 300)
    void every_pod_passes_pod_security_restricted_or_is_refused(@ForAll("specs") Map<String, JsonNode> spec) {
        var plan = plan(withExistingClaim(), SpecFields.runner(spec), Policy.RESTRICTED);
        plan.writes().stream()
                .filter(write -> write.object().getKind().equals("Deployment"))
                .forEach(write -> assertThat(PodSecurityRestricted.violations(
                                Yaml.tree(write.object()).at("/spec/template")))
                        .isEmpty());
    }

    /** The check itself: what the rules let through only where the policy is loosened does violate the profile. */
    @Property(tries = 100)
    void what_is_never_allowed_is_refused_under_any_policy(@ForAll("specs") Map<String, JsonNode> spec) {
        var everything = new Policy(EnumSet.allOf(Permission.class));
        var refused = plan(withExistingClaim(), SpecFields.runner(spec), everything)
                .status()
                .toString()
                .contains("NotAllowed");
        var privileged =
                spec.getOrDefault("template.sidecars", Yaml.parse("[]")).toString();
        if (privileged.contains("privileged") || privileged.contains("SYS_ADMIN")) {
            assertThat(refused).isTrue();
        }
    }

    @Property(tries = 100)
    void no_NetworkPolicy_is_made_unless_the_installation_allows_it(@ForAll("specs") Map<String, JsonNode> spec) {
        var everythingElse = new Policy(EnumSet.complementOf(EnumSet.of(Permission.NETWORK_POLICIES)));
        assertThat(plan(withExistingClaim(), SpecFields.runner(spec), everythingElse)
                        .writes())
                .noneMatch(write -> write.object().getKind().equals("NetworkPolicy"));
    }

    @Property(tries = 100)
    void a_refused_spec_changes_nothing(
            @ForAll("specs") Map<String, JsonNode> before, @ForAll("specs") Map<String, JsonNode> after) {
        var cluster = withExistingClaim();
        carryOut(cluster, SpecFields.runner(before), Policy.RESTRICTED);
        var plan = plan(cluster, SpecFields.runner(after), Policy.RESTRICTED);
        if (plan.status().toString().contains("NotAllowed")) {
            assertThat(plan.writes()).isEmpty();
            assertThat(plan.deletes()).isEmpty();
        }
    }

    @Provide
    Arbitrary<Map<String, JsonNode>> specs() {
        var fields = SpecFields.all();
        var values = fields.entrySet().stream()
                .map(field -> Arbitraries.frequencyOf(
                        Tuple.of((int) (ABSENT * 100), Arbitraries.just(Optional.<JsonNode>empty())),
                        Tuple.of(
                                (int) (100 - ABSENT * 100),
                                Arbitraries.of(field.getValue()).map(Optional::of))))
                .toList();
        return Combinators.combine(values).as(chosen -> {
            Map<String, JsonNode> spec = new LinkedHashMap<>();
            var names = List.copyOf(fields.keySet());
            for (int i = 0; i < chosen.size(); i++) {
                var name = names.get(i);
                chosen.get(i).ifPresent(value -> spec.put(name, value.deepCopy()));
            }
            return spec;
        });
    }

    @Provide
    Arbitrary<Policy> policies() {
        return Arbitraries.oneOf(
                Arbitraries.of(Permission.class).set().map(Policy::new),
                Arbitraries.of(Policy.RESTRICTED, new Policy(EnumSet.allOf(Permission.class))));
    }

    private static void assertNothingLeft(FakeCluster cluster, AgentRunner runner, Policy policy) {
        var again = plan(cluster, runner, policy);
        assertThat(again.writes()).isEmpty();
        assertThat(again.deletes()).isEmpty();
    }

    private static void carryOut(FakeCluster cluster, AgentRunner runner, Policy policy) {
        cluster.apply(plan(cluster, runner, policy));
    }

    private static Plan plan(FakeCluster cluster, AgentRunner runner, Policy policy) {
        return new Planner(policy).plan(observe(cluster, runner), NOW);
    }

    private static Observed observe(FakeCluster cluster, AgentRunner runner) {
        return cluster.observe(runner, List.of(), Map.of("settings", "1"), Map.of("keys", "1"), List.of());
    }

    private static FakeCluster withExistingClaim() {
        var cluster = new FakeCluster();
        cluster.merge(FakeCluster.EXISTING_CLAIM, (ObjectNode) Yaml.parse("""
                metadata: {name: shared, namespace: agents, uid: live-shared}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 10Gi}}}
                status: {phase: Bound}
                """));
        return cluster;
    }
}
