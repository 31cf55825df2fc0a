/** What the operator makes of an AgentRunner, as trees that can be shown and compared. Pure; knows no cluster. */
@NullMarked
package ai.stigmer.agentrunner.cli.objects;

import org.jspecify.annotations.NullMarked;
