package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.status.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The deletion of an AgentRunner that a finalizer holds up. The operator has none of its own: others do, and so does a
 * deletion that waits for what the AgentRunner owns.
 *
 * @param since when it was deleted
 * @param finalizers that are left
 */
record Termination(Instant since, List<String> finalizers) {
    /** Most finalizers are removed by then, and a deletion that waits for its dependents is over. */
    private static final Duration TOLD_AFTER = Duration.ofSeconds(10);

    /** Those of the garbage collector: {@code kubectl delete --cascade=foreground} and {@code orphan}. */
    private static final Set<String> OF_KUBERNETES = Set.of("foregroundDeletion", "orphan");

    /** Empty: it is not being deleted. */
    static Optional<Termination> of(AgentRunner runner) {
        var metadata = runner.getMetadata();
        return Optional.ofNullable(metadata.getDeletionTimestamp())
                .map(since -> new Termination(Instant.parse(since), List.copyOf(metadata.getFinalizers())));
    }

    /** How long it is not yet worth telling; not positive: it is. */
    Duration untold(Instant now) {
        return Duration.between(now, since.plus(TOLD_AFTER));
    }

    Finding finding(AgentRunner runner) {
        var foreign = finalizers.stream()
                .filter(name -> !OF_KUBERNETES.contains(name))
                .toList();
        var metadata = runner.getMetadata();
        return Finding.waiting(
                Reason.Terminating,
                foreign.isEmpty()
                        ? "it is being deleted, after all that it owns; nothing is made or changed any more"
                        : "it is being deleted, which " + (foreign.size() == 1 ? "the finalizer " : "the finalizers ")
                                + String.join(", ", foreign) + (foreign.size() == 1 ? " holds" : " hold")
                                + " up until whoever set "
                                + (foreign.size() == 1 ? "it removes it" : "them removes them")
                                + "; nothing is made or changed any more. Where nobody will: kubectl patch -n "
                                + metadata.getNamespace() + " ar/" + metadata.getName()
                                + " --type=merge -p '{\"metadata\":{\"finalizers\":null}}'");
    }
}
