/**
 * The two clients of the API server, one for watches and one for other requests: how they connect, how fast they may ask,
 * what is left out of what they read, and what is known of the watches.
 */
@NullMarked
package ai.stigmer.agentrunner.operator.client;

import org.jspecify.annotations.NullMarked;
