/** Pure: what one AgentRunner is as a container. Asks the model, knows no runtime and no file. */
@NullMarked
package ai.stigmer.agentrunner.cli.container;

import org.jspecify.annotations.NullMarked;
