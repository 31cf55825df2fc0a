/** What the process tells about itself: whether it lives, whether it is ready, and its metrics. */
@NullMarked
package ai.stigmer.agentrunner.operator.serve;

import org.jspecify.annotations.NullMarked;
