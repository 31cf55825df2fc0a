/**
 * The benchmark. Three subjects do the same work in one run: the floor (a client writes the objects), the ideal (an
 * operator of a few lines) and the operator itself. What counts is their ratio.
 */
@NullMarked
package ai.stigmer.agentrunner.bench;

import org.jspecify.annotations.NullMarked;
