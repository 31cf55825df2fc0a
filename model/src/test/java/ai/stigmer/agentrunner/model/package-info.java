/**
 * The tests of the model: golden cases (a folder each, under {@code src/test/resources/cases}), properties, and who may
 * know whom. {@link ai.stigmer.agentrunner.model.FakeCluster} stands for the API server.
 */
@NullMarked
package ai.stigmer.agentrunner.model;

import org.jspecify.annotations.NullMarked;
