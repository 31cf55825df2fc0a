/**
 * The CustomResourceDefinition's conditions, evaluated as they stand in it (CEL, with the functions that Kubernetes adds).
 * Its library takes longer to load than all the rest: only what validates for a cluster uses it.
 */
@NullMarked
package ai.stigmer.agentrunner.cli.cel;

import org.jspecify.annotations.NullMarked;
