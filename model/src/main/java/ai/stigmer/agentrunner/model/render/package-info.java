/**
 * One class for each object that is made, each a function of the complete spec.
 */
@NullMarked
package ai.stigmer.agentrunner.model.render;

import org.jspecify.annotations.NullMarked;
