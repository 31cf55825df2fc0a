package ai.stigmer.agentrunner.model.spec;

import io.fabric8.kubernetes.api.model.ExecAction;
import io.fabric8.kubernetes.api.model.Probe;
import java.util.List;
import java.util.Optional;

/**
 * The probes of the worker's container, complete.
 *
 * @param startup empty: the container counts as started once it runs
 * @param readiness empty: probes are disabled
 * @param liveness empty: the end of its process alone restarts the container
 * @param unused what the user wrote below spec.probes and has no effect, by name
 */
public record ProbeSpec(
        Optional<Probe> startup, Optional<Probe> readiness, Optional<Probe> liveness, List<String> unused) {

    /** There are none at all. */
    public boolean disabled() {
        return readiness.isEmpty();
    }

    /** The startup probe runs the command of the agent-runner image. */
    public boolean startsByAgentRunner() {
        return startup.map(Probe::getExec)
                .map(ExecAction::getCommand)
                .filter(command -> command.equals(ProbeDefaults.LIVENESS_COMMAND))
                .isPresent();
    }

    /** The readiness probe asks for an established connection to Temporal's port. */
    public boolean asksForConnection() {
        return readiness
                .map(Probe::getExec)
                .map(ExecAction::getCommand)
                .filter(command -> command.equals(ProbeDefaults.CONNECTION_COMMAND))
                .isPresent();
    }
}
