package ai.stigmer.agentrunner.model.reconcile;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.NamespacedName;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What is remembered of each AgentRunner. It goes when the AgentRunner goes. */
public final class RunnerStates {
    /** Of how many it is remembered what was compared: those that change at a time. Each holds objects as they were. */
    private static final int COMPARED = 256;

    private final Map<NamespacedName, RunnerState> states = new ConcurrentHashMap<>();

    private final Map<NamespacedName, UnchangedCache> compared = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<NamespacedName, UnchangedCache> eldest) {
            return size() > COMPARED;
        }
    };

    public RunnerStates() {}

    /** A copy that changes independently. */
    public RunnerStates(RunnerStates other) {
        other.states.forEach((name, state) -> states.put(name, new RunnerState(state)));
        synchronized (other.compared) {
            other.compared.forEach((name, cache) -> compared.put(name, new UnchangedCache(cache)));
        }
    }

    /** What was compared of an AgentRunner. For the reconcile under way alone. */
    UnchangedCache compared(HasMetadata runner) {
        synchronized (compared) {
            return compared.computeIfAbsent(NamespacedName.of(runner), name -> new UnchangedCache());
        }
    }

    /**
     * Of what happens to an AgentRunner only a change of its spec matters, its deletion and what holds that up, another
     * AgentRunner in its place, and a status that isn't known to be ours. A higher generation alone would not do: an
     * AgentRunner that was made anew while the watch was broken begins at 1 again.
     */
    public boolean isWorthReconciling(AgentRunner before, AgentRunner after) {
        return !before.getMetadata().getUid().equals(after.getMetadata().getUid())
                || !before.getMetadata()
                        .getGeneration()
                        .equals(after.getMetadata().getGeneration())
                || !before.getMetadata()
                        .getFinalizers()
                        .equals(after.getMetadata().getFinalizers())
                || (!Objects.equals(before.getStatus(), after.getStatus())
                        && find(after).filter(state -> state.isOwnStatus(after)).isEmpty());
    }

    /** Whether a status of ours is newer than what is seen of the AgentRunner: the watch will tell. */
    public boolean isOutdated(AgentRunner seen) {
        return find(seen).filter(state -> state.isOlderThanOwnStatus(seen)).isPresent();
    }

    /** How many AgentRunners could not be reconciled the last time. */
    public int failing() {
        return (int) states.values().stream().filter(RunnerState::isFailing).count();
    }

    RunnerState of(HasMetadata runner) {
        return of(NamespacedName.of(runner));
    }

    RunnerState of(NamespacedName runner) {
        return states.computeIfAbsent(runner, name -> new RunnerState());
    }

    private Optional<RunnerState> find(HasMetadata runner) {
        return Optional.ofNullable(states.get(NamespacedName.of(runner)));
    }

    void forget(NamespacedName runner) {
        states.remove(runner);
        synchronized (compared) {
            compared.remove(runner);
        }
    }

    Map<NamespacedName, RunnerState> all() {
        return states;
    }

    @Override
    public String toString() {
        return states.toString();
    }
}
