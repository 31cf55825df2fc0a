/** What the packages below share. */
@NullMarked
package ai.stigmer.agentrunner.model;

import org.jspecify.annotations.NullMarked;
