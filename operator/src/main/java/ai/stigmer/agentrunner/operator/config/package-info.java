/** The operator's settings: flags and environment in, one {@link OperatorConfig} out. Nothing else reads either. */
@NullMarked
package ai.stigmer.agentrunner.operator.config;

import org.jspecify.annotations.NullMarked;
