package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import java.util.List;
import java.util.Optional;

/** Every refusal, in the order in which they are told. */
public final class PolicyRules {
    private static final List<PolicyRule> ALL = List.of(
            new ReservedNames(),
            new HostNetwork(),
            new NetworkPolicies(),
            new ForeignServiceAccount(),
            new MountedToken(),
            new RootUser(),
            new WritableRoot(),
            new ContainerPrivileges(),
            new HostPorts(),
            new VolumeTypes(),
            new SchedulingClasses(),
            new ControlPlaneTolerations(),
            new ProbeHosts(),
            new Builds(),
            new GitAddress(),
            new LargeBuilds(),
            new ReservedMetadata());

    private PolicyRules() {}

    /** What this installation refuses in the spec, one problem a rule; empty: nothing. */
    public static List<Problem> of(RunnerSpec spec, Policy policy) {
        return ALL.stream()
                .map(refusal -> refusal.check(spec, policy))
                .flatMap(Optional::stream)
                .toList();
    }
}
