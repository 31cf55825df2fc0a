package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.model.Reason;

/**
 * An Event to record about the AgentRunner: one transition, told once.
 *
 * @param type Normal or Warning
 * @param message for people
 */
public record PlannedEvent(String type, Reason reason, String message) {}
