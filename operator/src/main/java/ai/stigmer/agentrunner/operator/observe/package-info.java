/** What the cluster says: watches, their caches, and one look at them for one AgentRunner. Nothing here writes. */
@NullMarked
package ai.stigmer.agentrunner.operator.observe;

import org.jspecify.annotations.NullMarked;
