package ai.stigmer.agentrunner.model.status;

import ai.stigmer.agentrunner.model.spec.Quantities;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimStatus;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How large a live claim is.
 *
 * @param requested by its spec
 * @param capacity of its volume; empty: none was ever bound
 * @param isBound whether it has one now
 */
public record ClaimSize(Quantity requested, Optional<Quantity> capacity, boolean isBound) {

    public static ClaimSize of(PersistentVolumeClaim claim) {
        return new ClaimSize(
                Objects.requireNonNull(
                        claim.getSpec().getResources().getRequests().get("storage"), "a claim's size"),
                capacity(claim),
                isBound(claim));
    }

    /** Whether a volume was ever bound to the claim: there may be files in it, or have been. */
    public static boolean hadVolume(PersistentVolumeClaim claim) {
        return claim.getSpec().getVolumeName() != null || isBound(claim) || "Lost".equals(phase(claim));
    }

    /** Of the volume; empty: none is bound. */
    static Optional<Quantity> capacity(PersistentVolumeClaim claim) {
        return Optional.ofNullable(claim.getStatus())
                .map(PersistentVolumeClaimStatus::getCapacity)
                .map(capacity -> capacity.get("storage"));
    }

    /** As the API writes it; null: the claim has none yet. */
    static boolean isBound(PersistentVolumeClaim claim) {
        return "Bound".equals(phase(claim));
    }

    static @Nullable String phase(PersistentVolumeClaim claim) {
        return claim.getStatus() == null ? null : claim.getStatus().getPhase();
    }

    /**
     * What to request where this is wanted. Of an unbound claim Kubernetes lets nothing change; a bound one may grow, and
     * sink again to anything above its capacity, e.g. after an expansion that the storage can't provide
     * (ValidatePersistentVolumeClaimUpdate in k8s.io/kubernetes/pkg/apis/core/validation).
     */
    public Quantity following(Quantity wanted) {
        // The API server writes 1024Mi as 1Gi: to repeat its words would be to apply something else than before.
        return isSame(wanted, requested)
                        || (isBound
                                && (isMore(wanted, requested)
                                        || capacity.filter(has -> isMore(wanted, has))
                                                .isPresent()))
                ? wanted
                : requested;
    }

    /** What there is to say where more is requested than is wanted; empty: that much is wanted. */
    Optional<String> excess(Quantity wanted, RunnerSpec spec, String claim) {
        if (!isMore(requested, wanted) || isSame(wanted, following(wanted))) {
            return Optional.empty();
        }
        var asked = ", more than spec.workspace.claim.size; ";
        if (capacity.isEmpty()) {
            return Optional.of("it requests " + requested + asked
                    + "that can't be changed before a volume is bound: kubectl delete pvc -n " + spec.namespace() + " "
                    + claim + " makes way for a claim of " + wanted + ", and no files are lost");
        }
        return Optional.of(
                isMore(requested, capacity.get())
                        ? "it requests " + requested + asked
                                + "Kubernetes lets it request less, but only more than the " + capacity.get()
                                + " of its volume"
                        : "it has " + capacity.get() + asked + "a volume never shrinks");
    }

    private static boolean isSame(Quantity one, Quantity other) {
        return compare(one, other).filter(more -> more == 0).isPresent();
    }

    private static boolean isMore(Quantity one, Quantity other) {
        return compare(one, other).filter(more -> more > 0).isPresent();
    }

    /** Empty: one of them can't be computed. */
    private static Optional<Integer> compare(Quantity one, Quantity other) {
        return Quantities.value(one.toString())
                .flatMap(value -> Quantities.value(other.toString()).map(value::compareTo));
    }
}
