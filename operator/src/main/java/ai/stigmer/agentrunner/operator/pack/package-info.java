/** Objects of the caches that are held compressed while nobody asks what is in them. */
@NullMarked
package ai.stigmer.agentrunner.operator.pack;

import org.jspecify.annotations.NullMarked;
