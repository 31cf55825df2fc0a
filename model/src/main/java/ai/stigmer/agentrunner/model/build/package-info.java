/**
 * Images built in the cluster: one build, its name, its Job and what that reports. Knows the complete spec, and neither
 * the plan nor the status.
 */
@NullMarked
package ai.stigmer.agentrunner.model.build;

import org.jspecify.annotations.NullMarked;
