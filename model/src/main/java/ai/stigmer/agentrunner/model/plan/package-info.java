/**
 * From what was seen to what is to be done: {@link ai.stigmer.agentrunner.model.plan.Planner} turns an
 * {@link ai.stigmer.agentrunner.model.plan.Observed} into a {@link ai.stigmer.agentrunner.model.plan.Plan}. Nothing else
 * decides; the operator, the simulation and the benchmark all call it.
 */
@NullMarked
package ai.stigmer.agentrunner.model.plan;

import org.jspecify.annotations.NullMarked;
