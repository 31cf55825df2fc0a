/**
 * What the tests of more than one package share: a namespace and its user, the operator as a process, installations,
 * records of what was written, workers on real pods. A helper of one package lies in that package. It knows no test.
 */
@NullMarked
package ai.stigmer.agentrunner.operator.testkit;

import org.jspecify.annotations.NullMarked;
