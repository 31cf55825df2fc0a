package ai.stigmer.agentrunner.model.render;

import java.util.Optional;

/**
 * What a Deployment's apply says about its replicas.
 *
 * @param count to ask for; empty: leave it to whoever owns the field
 * @param beforeSuspend the count to return to, while suspended
 */
public record Replicas(Optional<Integer> count, Optional<Integer> beforeSuspend) {}
