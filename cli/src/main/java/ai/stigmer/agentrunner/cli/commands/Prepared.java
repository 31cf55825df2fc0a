package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.cli.container.ContainerPlan;
import ai.stigmer.agentrunner.cli.container.ContainerSpec;
import ai.stigmer.agentrunner.cli.container.LocalAddresses;
import java.util.List;
import java.util.Map;

/**
 * An AgentRunner that is ready to run.
 *
 * @param runner with addresses that are right in a container
 * @param plan its container
 * @param changed the addresses that the manifest has otherwise
 * @param pullSecrets the content of the Secrets that it pulls with
 */
record Prepared(
        AgentRunner runner,
        ContainerPlan plan,
        List<LocalAddresses.Change> changed,
        List<Map<String, byte[]>> pullSecrets) {

    String name() {
        return plan.spec().name();
    }

    ContainerSpec spec() {
        return plan.spec();
    }

    boolean isSuspended() {
        return Boolean.TRUE.equals(runner.getSpec().suspend());
    }
}
