@NullMarked
package ai.stigmer.agentrunner.operator;

import org.jspecify.annotations.NullMarked;
