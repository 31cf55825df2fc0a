/** Other programs that this one runs: builders, credential helpers, kustomize. */
@NullMarked
package ai.stigmer.agentrunner.cli.process;

import org.jspecify.annotations.NullMarked;
