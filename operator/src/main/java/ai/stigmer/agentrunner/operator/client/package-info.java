/**
 * The one client of the API server: how it connects, how fast it may ask, what it leaves out of what it reads, and what
 * it knows of its watches.
 */
@NullMarked
package ai.stigmer.agentrunner.operator.client;

import org.jspecify.annotations.NullMarked;
