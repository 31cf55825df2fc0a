package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.List;
import java.util.Optional;

/** Every warning, in the order in which they are told. */
public final class Warnings {
    private static final List<Warning> ALL = List.of(
            new PlainTextKey(),
            new LocalhostAddress(),
            new AddressWithScheme(),
            new SharedReadWriteOnce(),
            new AdoptedClaim(),
            new UndrainableBudget(),
            new UnusableProbe());

    private Warnings() {}

    /** What is worth a warning; see {@link Warning#check}. */
    public static List<Warning.Advice> of(RunnerSpec spec, Optional<PersistentVolumeClaim> claim) {
        return ALL.stream()
                .map(warning -> warning.check(spec, claim))
                .flatMap(Optional::stream)
                .toList();
    }
}
