package ai.stigmer.agentrunner.cli.container;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.plan.BuildTurn;
import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.ObservedBuilds;
import ai.stigmer.agentrunner.model.plan.Plan;
import ai.stigmer.agentrunner.model.plan.Planner;
import ai.stigmer.agentrunner.model.plan.Write;
import ai.stigmer.agentrunner.model.render.Annotations;
import ai.stigmer.agentrunner.model.rule.Allowance;
import ai.stigmer.agentrunner.model.rule.Permission;
import ai.stigmer.agentrunner.model.rule.Policy;
import ai.stigmer.agentrunner.model.rule.PolicyRules;
import ai.stigmer.agentrunner.model.rule.Problem;
import ai.stigmer.agentrunner.model.rule.Warnings;
import ai.stigmer.agentrunner.model.spec.BuildSpec;
import ai.stigmer.agentrunner.model.spec.Defaults;
import ai.stigmer.agentrunner.model.spec.References;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import ai.stigmer.agentrunner.model.spec.WorkspaceSpec;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The one place that asks the operator's model: what it would make of an AgentRunner, and what it would say of a pod. */
public final class OperatorModel {
    private static final String READY = "Ready";

    /** Why an AgentRunner isn't ready yet with which nothing is wrong. */
    private static final Set<String> ON_THE_WAY = Set.of(Reason.RollingOut.name(), Reason.Building.name());

    private final Planner planner;
    private final Policy policy;
    private final Function<Allowance, String> otherwise;

    private OperatorModel(Policy policy, Function<Allowance, String> otherwise) {
        this.policy = policy;
        this.planner = new Planner(policy);
        this.otherwise = otherwise;
    }

    /** Under what is allowed on this machine. */
    public OperatorModel(Policy policy) {
        this(policy, allowance -> "allow it here with --policy FILE, in which " + allowance.state());
    }

    /** Under what a cluster's installation allows. */
    public static OperatorModel ofCluster(Policy policy) {
        return new OperatorModel(
                policy,
                allowance -> "ask whoever runs the operator to " + allowance.change() + "; where " + allowance.state()
                        + ", name the chart's values with --policy");
    }

    /**
     * What the operator would say.
     *
     * @param reason as in a condition of the AgentRunner
     * @param message as there, without the kubectl command at its end
     */
    public record Diagnosis(String reason, String message) {}

    /** Something of the manifest that works and that its author would probably not want. */
    public record Warning(String reason, String sentence) {}

    /**
     * Checks it against what is allowed here.
     *
     * @throws Failure with each refusal
     */
    public void refuse(AgentRunner runner) {
        var refusals = PolicyRules.of(complete(runner), policy);
        if (!refusals.isEmpty()) {
            throw Failure.invalid(
                    String.join("\n", refusals.stream().map(this::refusal).toList()));
        }
    }

    /**
     * What the operator would say of a spec.
     *
     * @param refusals for each of which it would make nothing
     */
    public record Judgement(List<Warning> refusals, List<Warning> warnings) {}

    /** All that it would say before it makes anything. */
    public Judgement judge(AgentRunner runner) {
        var resolved = planner.resolve(identified(runner));
        return new Judgement(
                resolved.violations().stream()
                        .map(violation -> new Warning(Reason.NotAllowed.name(), refusal(violation)))
                        .toList(),
                warnings(resolved.spec(), AssumedObjects.claim(resolved.spec())));
    }

    /** How its image is to be built; empty: it is there already. */
    public Optional<BuildSpec> build(AgentRunner runner) {
        return complete(runner).build();
    }

    /**
     * The Deployment that the operator would make in an empty namespace.
     *
     * @param runner with an image, not with a build
     * @throws Failure where the policy refuses the AgentRunner
     */
    public Deployment deployment(AgentRunner runner) {
        refuse(runner);
        return written(plan(runner, Optional.empty(), List.of(), Map.of(), Instant.EPOCH));
    }

    /**
     * All that the operator would make in a namespace where nothing of it is there yet, in its order. The uids in it are no
     * cluster's.
     *
     * @param configMaps of each ConfigMap in the namespace, by name, the digest of its data
     * @throws Failure where the policy refuses the AgentRunner, or nothing can be made of it
     */
    public List<HasMetadata> objects(AgentRunner runner, Map<String, String> configMaps) {
        refuse(runner);
        var plan = plan(runner, Optional.empty(), List.of(), configMaps, Instant.EPOCH);
        if (plan.writes().isEmpty()) {
            throw Failure.invalid(readyMessage(plan));
        }
        return writes(plan, Write.OPERATOR).toList();
    }

    /**
     * What it makes of an AgentRunner beside what a cluster has. Of each object it is all that is wanted, not only what is
     * otherwise than the live one: the operator tells the two apart by an annotation, which the live objects therefore must
     * not have (see {@link Annotations#APPLIED}). What the policy refuses is an obstacle.
     *
     * @param runner as the cluster has it, but for its spec; or one that it doesn't have yet
     */
    public Planned planned(AgentRunner runner, LiveObjects live, Instant now) {
        var plan = planner.plan(observed(identified(runner), live, List.of()), now);
        return new Planned(
                writes(plan, Write.OPERATOR).toList(),
                plan.deletes(),
                writes(plan, Write.REPLICAS)
                        .map(object -> ((Deployment) object).getSpec().getReplicas())
                        .findFirst(),
                condition(plan, READY).filter(OperatorModel::isObstacle).map(Condition::getMessage),
                condition(plan, "WorkspaceReady").map(Condition::getMessage));
    }

    /** There are no pods to look at: whatever else is in the way is so before any is made. */
    private static boolean isObstacle(Condition ready) {
        return "False".equals(ready.getStatus()) && !ON_THE_WAY.contains(ready.getReason());
    }

    /** The image of an AgentRunner that isn't built. */
    public String image(AgentRunner runner) {
        return container(runner).getImage();
    }

    /** The command that says whether the worker lives; empty: it has no such probe. */
    public Optional<List<String>> livenessCommand(AgentRunner runner) {
        return Optional.ofNullable(container(runner).getLivenessProbe())
                .map(probe -> probe.getExec())
                .map(exec -> exec.getCommand());
    }

    private Container container(AgentRunner runner) {
        return deployment(runner)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst();
    }

    /** The policy's settings without which the AgentRunner would be refused in a cluster. */
    public List<Permission> allowancesUsed(AgentRunner runner) {
        var spec = complete(runner);
        return policy.allowed().stream()
                .filter(permission -> !PolicyRules.of(spec, without(permission)).isEmpty())
                .sorted()
                .toList();
    }

    /** The same where the installation evidently allows what an AgentRunner of the cluster uses. */
    public OperatorModel allowing(AgentRunner taken) {
        var everything = new OperatorModel(new Policy(Set.of(Permission.values())), otherwise);
        var allowed = new HashSet<>(policy.allowed());
        allowed.addAll(everything.allowancesUsed(taken));
        return new OperatorModel(new Policy(allowed, policy.metadata(), policy.builds()), otherwise);
    }

    private Policy without(Permission permission) {
        return new Policy(
                Set.copyOf(policy.allowed().stream()
                        .filter(other -> other != permission)
                        .toList()),
                policy.metadata(),
                policy.builds());
    }

    /** What the operator would warn of. */
    public List<Warning> warnings(AgentRunner runner) {
        return warnings(complete(runner), Optional.empty());
    }

    private static List<Warning> warnings(RunnerSpec spec, Optional<PersistentVolumeClaim> claim) {
        return Warnings.of(spec, claim).stream()
                .map(advice ->
                        new Warning(advice.reason().name(), advice.problem().sentence()))
                .toList();
    }

    /** What the operator would say of a pod whose container is in this state; empty: it is well, or still starting. */
    public Optional<Diagnosis> diagnosis(AgentRunner runner, ContainerStatus status, Instant now) {
        var desired = deployment(runner);
        var live = AssumedObjects.rolledOut(desired);
        var pod = AssumedObjects.pod(desired, status);
        return condition(plan(runner, Optional.of(live), List.of(pod), Map.of(), now), READY)
                .filter(condition -> !Reason.RollingOut.name().equals(condition.getReason()))
                .map(OperatorModel::diagnosis);
    }

    private static Diagnosis diagnosis(Condition condition) {
        var message = condition.getMessage();
        int command = message.indexOf("; see kubectl");
        return new Diagnosis(condition.getReason(), command < 0 ? message : message.substring(0, command));
    }

    private String refusal(Problem problem) {
        return problem.sentence(otherwise);
    }

    private static RunnerSpec complete(AgentRunner runner) {
        return Defaults.complete(identified(runner));
    }

    /** One of a file has neither, one of a cluster has both. */
    private static AgentRunner identified(AgentRunner runner) {
        var metadata = runner.getMetadata();
        metadata.setUid(Objects.requireNonNullElse(metadata.getUid(), AssumedObjects.UID));
        metadata.setGeneration(Objects.requireNonNullElse(metadata.getGeneration(), 1L));
        return runner;
    }

    private Plan plan(
            AgentRunner runner,
            Optional<Deployment> live,
            List<Pod> pods,
            Map<String, String> configMaps,
            Instant now) {
        var existing = complete(runner).workspace() instanceof WorkspaceSpec.Existing(var path, var name)
                ? Map.of(name, AssumedObjects.bound(name))
                : Map.<String, PersistentVolumeClaim>of();
        return planner.plan(observed(runner, LiveObjects.of(existing, live, configMaps), pods), now);
    }

    private static Observed observed(AgentRunner runner, LiveObjects live, List<Pod> pods) {
        var builds = live.builds();
        return new Observed(
                runner,
                live.claim(),
                References.of(runner).existingClaim().map(live.existingClaims()::get),
                live.deployment(),
                live.disruptionBudget(),
                live.networkPolicy(),
                pods,
                live.configMaps(),
                Map.of(),
                new ObservedBuilds(
                        builds.jobs(),
                        List.of(),
                        builds.cacheClaim(),
                        builds.podSecurity(),
                        builds.localRegistry(),
                        BuildTurn.GRANTED),
                List.of());
    }

    private static Stream<HasMetadata> writes(Plan plan, String manager) {
        return plan.writes().stream()
                .filter(write -> write.manager().equals(manager))
                .map(Write::object);
    }

    private static Deployment written(Plan plan) {
        return writes(plan, Write.OPERATOR)
                .filter(Deployment.class::isInstance)
                .map(Deployment.class::cast)
                .findFirst()
                .orElseThrow(() -> Failure.invalid(readyMessage(plan)));
    }

    /** Why nothing is made, in the words of the AgentRunner's condition. */
    private static String readyMessage(Plan plan) {
        return condition(plan, READY).map(Condition::getMessage).orElse("the operator would make no Deployment of it");
    }

    private static Optional<Condition> condition(Plan plan, String type) {
        return Optional.ofNullable(plan.status().conditions()).orElse(List.of()).stream()
                .filter(condition -> type.equals(condition.getType()))
                .findFirst();
    }
}
