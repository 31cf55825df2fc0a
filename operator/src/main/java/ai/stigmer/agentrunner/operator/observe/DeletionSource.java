package ai.stigmer.agentrunner.operator.observe;

import ai.stigmer.agentrunner.api.AgentRunner;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceDeleteEvent;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells of AgentRunners that are gone. The SDK reconciles none without a finalizer, and makes this known to event
 * sources only; so it is one, though no event comes from it but to have the SDK begin anew.
 */
final class DeletionSource extends AbstractEventSource<Void, AgentRunner> implements ResourceEventAware<AgentRunner> {
    private final Consumer<AgentRunner> gone;

    /**
     * @param gone takes each AgentRunner as it was last seen
     */
    DeletionSource(Consumer<AgentRunner> gone) {
        super(Void.class, "deletions");
        this.gone = gone;
    }

    @Override
    public void onResourceDeleted(AgentRunner runner) {
        gone.accept(runner);
    }

    /**
     * Has the SDK forget what it knows of an AgentRunner's reconciles, as its deletion does.
     *
     * @param present the AgentRunner, which is then reconciled; empty: there is none
     */
    void restart(AgentRunner lastKnown, Optional<AgentRunner> present) {
        var id = ResourceID.fromResource(lastKnown);
        getEventHandler().handleEvent(new ResourceDeleteEvent(ResourceAction.DELETED, id, lastKnown, false));
        present.ifPresent(runner -> getEventHandler().handleEvent(new ResourceEvent(ResourceAction.ADDED, id, runner)));
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
