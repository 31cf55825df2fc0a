/** A manifest to begin with, from a few answers. Pure. */
@NullMarked
package ai.stigmer.agentrunner.cli.starter;

import org.jspecify.annotations.NullMarked;
