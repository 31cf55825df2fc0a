/**
 * The tests of the model: golden cases (under {@code src/test/resources/cases}, by feature), properties, and who may
 * know whom. {@link ai.stigmer.agentrunner.model.FakeCluster} stands for the API server.
 */
@NullMarked
package ai.stigmer.agentrunner.model;

import org.jspecify.annotations.NullMarked;
