/** A terminal or a pipe: lines, a spinner, bars, JSON. */
@NullMarked
package ai.stigmer.agentrunner.cli.output;

import org.jspecify.annotations.NullMarked;
