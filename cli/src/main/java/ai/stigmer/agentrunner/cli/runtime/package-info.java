/** Docker and Podman: finding one, speaking its version, images, containers, volumes. Knows no manifest. */
@NullMarked
package ai.stigmer.agentrunner.cli.runtime;

import org.jspecify.annotations.NullMarked;
