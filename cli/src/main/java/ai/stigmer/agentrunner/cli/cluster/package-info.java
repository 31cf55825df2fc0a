/** The Kubernetes client, which no other package knows: to load it takes longer than most commands. It only reads. */
@NullMarked
package ai.stigmer.agentrunner.cli.cluster;

import org.jspecify.annotations.NullMarked;
