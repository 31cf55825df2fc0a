/** From files to AgentRunners, Secrets and ConfigMaps: strict, with the line of each mistake. Knows no container. */
@NullMarked
package ai.stigmer.agentrunner.cli.manifest;

import org.jspecify.annotations.NullMarked;
