package ai.stigmer.agentrunner.model.spec;

import io.fabric8.kubernetes.api.model.Probe;

/** The three probes of the worker's container, complete. */
public record ProbeSet(Probe startup, Probe readiness, Probe liveness) {}
