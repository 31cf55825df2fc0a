package ai.stigmer.agentrunner.cli.container;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.ObservedBuilds;
import ai.stigmer.agentrunner.model.plan.Plan;
import ai.stigmer.agentrunner.model.plan.Planner;
import ai.stigmer.agentrunner.model.plan.Write;
import ai.stigmer.agentrunner.model.rule.Allowance;
import ai.stigmer.agentrunner.model.rule.Permission;
import ai.stigmer.agentrunner.model.rule.Policy;
import ai.stigmer.agentrunner.model.rule.PolicyRules;
import ai.stigmer.agentrunner.model.rule.Problem;
import ai.stigmer.agentrunner.model.rule.Warnings;
import ai.stigmer.agentrunner.model.spec.BuildSpec;
import ai.stigmer.agentrunner.model.spec.Defaults;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import ai.stigmer.agentrunner.model.spec.WorkspaceSpec;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The one place that asks the operator's model: what it would make of an AgentRunner, and what it would say of a pod. */
public final class OperatorModel {
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
        return plan.writes().stream().map(Write::object).toList();
    }

    /** The image of an AgentRunner that isn't built. */
    public String image(AgentRunner runner) {
        return deployment(runner)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage();
    }

    /** The command that says whether the worker lives; empty: it has no such probe. */
    public Optional<List<String>> livenessCommand(AgentRunner runner) {
        var container = deployment(runner)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst();
        return Optional.ofNullable(container.getLivenessProbe())
                .map(probe -> probe.getExec())
                .map(exec -> exec.getCommand());
    }

    /** The policy's settings without which the AgentRunner would be refused in a cluster. */
    public List<Permission> allowancesUsed(AgentRunner runner) {
        var spec = complete(runner);
        return policy.allowed().stream()
                .filter(permission -> !PolicyRules.of(spec, without(permission)).isEmpty())
                .sorted()
                .toList();
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
        var after = plan(runner, Optional.of(live), List.of(pod), Map.of(), now).status();
        return Optional.ofNullable(after.conditions()).orElse(List.of()).stream()
                .filter(condition -> "Ready".equals(condition.getType()))
                .filter(condition -> !Reason.RollingOut.name().equals(condition.getReason()))
                .findFirst()
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

    private static AgentRunner identified(AgentRunner runner) {
        runner.getMetadata().setUid(AssumedObjects.UID);
        runner.getMetadata().setGeneration(1L);
        return runner;
    }

    private Plan plan(
            AgentRunner runner,
            Optional<Deployment> live,
            List<Pod> pods,
            Map<String, String> configMaps,
            Instant now) {
        var spec = complete(runner);
        var existing = spec.workspace() instanceof WorkspaceSpec.Existing(var path, var name)
                ? Optional.of(AssumedObjects.bound(name))
                : Optional.<PersistentVolumeClaim>empty();
        return planner.plan(
                new Observed(
                        runner,
                        Optional.empty(),
                        existing,
                        live,
                        Optional.empty(),
                        Optional.empty(),
                        pods,
                        configMaps,
                        Map.of(),
                        ObservedBuilds.NONE,
                        List.of()),
                now);
    }

    private static Deployment written(Plan plan) {
        return plan.writes().stream()
                .map(Write::object)
                .filter(Deployment.class::isInstance)
                .map(Deployment.class::cast)
                .findFirst()
                .orElseThrow(() -> Failure.invalid(readyMessage(plan)));
    }

    /** Why nothing is made, in the words of the AgentRunner's condition. */
    private static String readyMessage(Plan plan) {
        return Optional.ofNullable(plan.status().conditions()).orElse(List.of()).stream()
                .filter(condition -> "Ready".equals(condition.getType()))
                .map(Condition::getMessage)
                .findFirst()
                .orElse("the operator would make no Deployment of it");
    }
}
