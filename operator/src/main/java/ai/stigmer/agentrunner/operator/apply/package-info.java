/** What the operator sends to the API server: a plan's writes, the status and Events. */
@NullMarked
package ai.stigmer.agentrunner.operator.apply;

import org.jspecify.annotations.NullMarked;
