/**
 * A run in which the operator's JVM learns, at the build of its image, which classes it needs and which methods are hot.
 * The operator is the real process; its API server is played here: HTTP/2, TLS, lists, watches and applies are as a real
 * one's, but it validates nothing.
 */
@NullMarked
package ai.stigmer.agentrunner.training;

import org.jspecify.annotations.NullMarked;
