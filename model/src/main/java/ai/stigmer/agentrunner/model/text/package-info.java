/**
 * Text of others: cut, and cleaned of what a terminal acts on, before anything is looked for in it, stored or logged. No
 * other package asks an object for a message.
 */
@NullMarked
package ai.stigmer.agentrunner.model.text;

import org.jspecify.annotations.NullMarked;
