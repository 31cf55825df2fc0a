package ai.stigmer.agentrunner.api;

public enum ProbeCheck {
    AgentRunner,
    TemporalConnection
}
