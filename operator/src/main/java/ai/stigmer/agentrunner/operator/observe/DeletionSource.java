package ai.stigmer.agentrunner.operator.observe;

import ai.stigmer.agentrunner.api.AgentRunner;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells of AgentRunners that are gone. The SDK reconciles none without a finalizer, and makes this known to event
 * sources only; so it is one, though no event ever comes from it.
 */
final class DeletionSource extends AbstractEventSource<Void, AgentRunner> implements ResourceEventAware<AgentRunner> {
    private final Consumer<AgentRunner> gone;

    /**
     * Not started.
     *
     * @param gone takes each AgentRunner as it was last seen
     */
    DeletionSource(Consumer<AgentRunner> gone) {
        super(Void.class, "departures");
        this.gone = gone;
    }

    @Override
    public void onResourceDeleted(AgentRunner runner) {
        gone.accept(runner);
    }

    @Override
    public Set<Void> getSecondaryResources(AgentRunner runner) {
        return Set.of();
    }

    @Override
    public Optional<Void> getSecondaryResource(AgentRunner runner) {
        return Optional.empty();
    }
}
