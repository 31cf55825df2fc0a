/**
 * What the cluster says about an AgentRunner, in the words of its status: readiness, diagnosis, conditions.
 */
@NullMarked
package ai.stigmer.agentrunner.model.status;

import org.jspecify.annotations.NullMarked;
