/**
 * What users do, on a real API server with simulated pods (tag {@code cluster}, {@code make test}). The operator runs
 * as a process under the shipped rights: tests see it through the API server, its log and its endpoints only. What takes
 * too long for {@code make test} has the tag {@code faults}.
 */
@NullMarked
package ai.stigmer.agentrunner.operator.cluster;

import org.jspecify.annotations.NullMarked;
