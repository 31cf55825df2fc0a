@NullMarked
package ai.stigmer.agentrunner.api;

import org.jspecify.annotations.NullMarked;
