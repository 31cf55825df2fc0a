package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.cli.container.ContainerPlan;
import ai.stigmer.agentrunner.cli.container.ContainerSpec;
import ai.stigmer.agentrunner.cli.container.ImageBuild;
import ai.stigmer.agentrunner.cli.container.LocalAddresses;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An AgentRunner that is ready to run.
 *
 * @param manifest as it was written
 * @param build of its image; empty: it is there, or pulled
 * @param runner with an image, and with addresses that are right in a container
 * @param plan its container
 * @param changed the addresses that the manifest has otherwise
 * @param pullSecrets the content of the Secrets that it pulls with
 */
record Prepared(
        AgentRunner manifest,
        Optional<ImageBuild> build,
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
