/**
 * From what was seen to what is to be done. {@link ai.stigmer.agentrunner.model.plan.Planner} is the door: it is the one
 * class the operator and the command line call.
 */
@NullMarked
package ai.stigmer.agentrunner.model.plan;

import org.jspecify.annotations.NullMarked;
