package ai.stigmer.agentrunner.model.spec;

import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.Optional;

/** A PodDisruptionBudget to make: exactly one of the two is present. */
public record BudgetSpec(Optional<IntOrString> minAvailable, Optional<IntOrString> maxUnavailable) {}
