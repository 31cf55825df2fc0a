/**
 * What an apply of manifests changes in a cluster: merge (as the API server will have the AgentRunner), plan (what the
 * operator makes of both), compare, tell. Pure but for {@link ai.stigmer.agentrunner.cli.diff.Cluster}, which somebody else
 * implements.
 */
@NullMarked
package ai.stigmer.agentrunner.cli.diff;

import org.jspecify.annotations.NullMarked;
