/**
 * What an AgentRunner asks for, complete: {@link ai.stigmer.agentrunner.model.spec.Defaults} turns the user's spec, with
 * its absent fields, into a {@link ai.stigmer.agentrunner.model.spec.RunnerSpec} without any. No one past it sees a null.
 */
@NullMarked
package ai.stigmer.agentrunner.model.spec;

import org.jspecify.annotations.NullMarked;
