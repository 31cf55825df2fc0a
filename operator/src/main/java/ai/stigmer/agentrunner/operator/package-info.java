/**
 * The controller process: it watches, asks {@link ai.stigmer.agentrunner.model.plan.Planner}, and writes. It decides
 * nothing about AgentRunners itself.
 */
@NullMarked
package ai.stigmer.agentrunner.operator;

import org.jspecify.annotations.NullMarked;
