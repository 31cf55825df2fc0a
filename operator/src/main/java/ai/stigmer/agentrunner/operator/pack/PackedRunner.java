package ai.stigmer.agentrunner.operator.pack;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.AgentRunnerSpec;
import ai.stigmer.agentrunner.api.AgentRunnerStatus;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An AgentRunner of the caches. */
@Group(AgentRunner.GROUP)
@Version("v1alpha1")
@Kind(AgentRunner.KIND)
@Plural("agentrunners")
final class PackedRunner extends AgentRunner implements PackedObject {
    private static final long serialVersionUID = 1;

    private final transient Packed<AgentRunner> packed;
    private final transient Phases phases;

    PackedRunner(AgentRunner object, Packed<AgentRunner> packed) {
        this.packed = packed;
        phases = Phases.ofStatus(object);
        setMetadata(new PackedMetadata(object.getMetadata(), packed));
    }

    Phases phases() {
        return phases;
    }

    @Override
    public @Nullable AgentRunnerSpec getSpec() {
        return packed.get().getSpec();
    }

    @Override
    public @Nullable AgentRunnerStatus getStatus() {
        return packed.get().getStatus();
    }

    // CustomResource compares its fields, which are empty here.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AgentRunner runner
                && getMetadata().equals(runner.getMetadata())
                && Objects.equals(getSpec(), runner.getSpec())
                && Objects.equals(getStatus(), runner.getStatus());
    }

    @Override
    public int hashCode() {
        return getMetadata().hashCode();
    }
}
