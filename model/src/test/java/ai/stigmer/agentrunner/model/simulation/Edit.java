package ai.stigmer.agentrunner.model.simulation;

import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What a person may do.
 *
 * @param possible whether it would change anything now
 */
record Edit(String name, Predicate<SimulatedApiServer> possible, Consumer<SimulatedApiServer> act) {}
