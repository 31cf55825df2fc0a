package ai.stigmer.agentrunner.model.plan;

/**
 * An Event to record about the AgentRunner: one transition, told once.
 *
 * @param type Normal or Warning
 * @param reason one of {@link ai.stigmer.agentrunner.model.status.Reason}'s names, or what became of a build
 * @param message for people
 */
public record PlannedEvent(String type, String reason, String message) {}
