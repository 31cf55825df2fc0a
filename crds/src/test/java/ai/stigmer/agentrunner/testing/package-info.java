/** What tests of every module share: the local cluster, programs to run, files of the checkout. Published as a test-jar. */
@NullMarked
package ai.stigmer.agentrunner.testing;

import org.jspecify.annotations.NullMarked;
