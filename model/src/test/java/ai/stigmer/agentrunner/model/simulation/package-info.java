/**
 * The operator in a cluster that is against it. {@link ai.stigmer.agentrunner.model.simulation.SimulatedApiServer} holds
 * the objects, actors stand for the controllers and for users, {@link ai.stigmer.agentrunner.model.simulation.World} says
 * what may happen next, and a {@link ai.stigmer.agentrunner.model.simulation.Chooser} decides. docs/testing.md tells how
 * to replay what failed.
 */
@NullMarked
package ai.stigmer.agentrunner.model.simulation;

import org.jspecify.annotations.NullMarked;
