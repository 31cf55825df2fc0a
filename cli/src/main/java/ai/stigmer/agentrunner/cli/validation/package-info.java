/** What an API server and the operator would say to manifests, without either. Knows no runtime and no cluster. */
@NullMarked
package ai.stigmer.agentrunner.cli.validation;

import org.jspecify.annotations.NullMarked;
