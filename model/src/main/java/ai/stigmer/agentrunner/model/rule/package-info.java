/**
 * What an installation refuses, and what is worth a warning: one small class a rule, in the ordered lists
 * {@link ai.stigmer.agentrunner.model.rule.PolicyRules} and {@link ai.stigmer.agentrunner.model.rule.Warnings}.
 */
@NullMarked
package ai.stigmer.agentrunner.model.rule;

import org.jspecify.annotations.NullMarked;
