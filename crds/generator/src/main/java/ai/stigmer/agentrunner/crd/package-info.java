/**
 * From the Java types of AgentRunner to the files that are checked in: the CustomResourceDefinition, its reference page,
 * the chart's copies. A program of the build, which no image holds; it knows the API types alone.
 */
@NullMarked
package ai.stigmer.agentrunner.crd;

import org.jspecify.annotations.NullMarked;
