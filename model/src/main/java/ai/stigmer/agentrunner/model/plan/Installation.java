package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.model.build.Builder;
import ai.stigmer.agentrunner.model.rule.Policy;
import java.util.Optional;

/**
 * What whoever runs the operator has set.
 *
 * @param policy what AgentRunners may ask for
 * @param builder what images are built with
 * @param localRegistryPushHost how pods reach the local registry, where the cluster doesn't say
 * @param watchesSecrets whether a Secret that isn't observed doesn't exist
 */
public record Installation(
        Policy policy, Builder builder, Optional<String> localRegistryPushHost, boolean watchesSecrets) {

    /** The image is upstream's rootless one, of the BuildKit version that builds were tried with. */
    public static final Builder BUILDER = Builder.of("moby/buildkit:v0.34.2-rootless");

    /** An installation with defaults for everything but the policy. */
    public static Installation of(Policy policy) {
        return new Installation(policy, BUILDER, Optional.empty(), false);
    }
}
