/**
 * Carrying out a plan against an API server that may know better than the caches. Pure: what is sent, goes through
 * {@link ai.stigmer.agentrunner.model.apply.ApiServer}; {@link ai.stigmer.agentrunner.model.apply.ConvergenceLoop} is the door.
 */
@NullMarked
package ai.stigmer.agentrunner.model.apply;

import org.jspecify.annotations.NullMarked;
