/**
 * The {@code agentrunner} command. Data flows one way: manifest (files to AgentRunners), container (pure: an AgentRunner to
 * a container's description), runtime (Docker and Podman), output (a terminal or a pipe); commands puts them together. What
 * asks a cluster: manifest, diff (pure: what an apply changes), cluster (an API server).
 */
@NullMarked
package ai.stigmer.agentrunner.cli;

import org.jspecify.annotations.NullMarked;
