package ai.stigmer.agentrunner.model.reconcile;

import ai.stigmer.agentrunner.model.plan.FieldConflict;
import ai.stigmer.agentrunner.model.plan.FieldManagers;
import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.Write;
import ai.stigmer.agentrunner.model.reconcile.LastApply.Target;
import ai.stigmer.agentrunner.model.render.Annotations;
import ai.stigmer.agentrunner.model.render.Fingerprint;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Notices that somebody else changes an object each time that it was applied, and holds the next apply back: longer each
 * time, until the spec changes. What a client does at once in a loop, and what admission does within every apply, would
 * otherwise be answered as fast as the API server can.
 */
final class ConflictDetection extends ForwardingApiServer {
    private final RunnerStates states;
    private final LongSupplier clock;

    /**
     * @param clock monotonic, in nanoseconds
     */
    ConflictDetection(ApiServer server, RunnerStates states, LongSupplier clock) {
        super(server);
        this.states = states;
        this.clock = clock;
    }

    /** What is to be told though nothing has to be applied: an object that was contested is as desired just now. */
    Observed withUncertain(Observed observed) {
        var known = observed;
        for (var entry : applies(observed).entrySet()) {
            var last = entry.getValue();
            var left = last.uncertain(clock.getAsLong());
            if (left.isPositive() && last.generation() == generation(observed)) {
                known = known.with(new FieldConflict(
                        entry.getKey().kind(),
                        entry.getKey().name(),
                        last.changes().orElseThrow(),
                        false,
                        left));
            }
        }
        return known;
    }

    @Override
    public ApiResult apply(Write write, Observed observed) {
        var live = observed.find(write.object());
        if (!write.manager().equals(Write.OPERATOR) || live.isEmpty()) {
            // What is made carries the hash of what was applied: it tells as much as a memory of it.
            return super.apply(write, observed);
        }
        var last = last(write.object(), observed);
        if (last.isEmpty()) {
            return noted(write, observed, wasApplied(write, live.get()) ? 1 : 0, Optional.empty());
        }
        if (last.get().noEffectOn().equals(Optional.of(content(live.get())))) {
            // It would have none again. The answer is as if it had been sent.
            return new ApiResult.Accepted(Optional.of(live.get()));
        }
        return heldBack(write.object(), observed)
                .orElseGet(() -> noted(
                        write,
                        observed,
                        last.get().repeatsAfter(clock.getAsLong()),
                        last.get().changes()));
    }

    /** What is handed over is there to be applied at once: it waits as the apply does. */
    @Override
    public ApiResult takeOver(Deployment desired, Observed observed) {
        return heldBack(desired, observed).orElseGet(() -> super.takeOver(desired, observed));
    }

    /** The answer to an apply that has to wait; empty: it need not. */
    private Optional<ApiResult> heldBack(HasMetadata desired, Observed observed) {
        var live = observed.find(desired);
        var last = last(desired, observed);
        if (live.isEmpty() || last.isEmpty()) {
            return Optional.empty();
        }
        var isByAdmission = last.get().version().equals(live.get().getMetadata().getResourceVersion());
        var wait = last.get().wait(clock.getAsLong(), isByAdmission);
        return wait.isPositive()
                ? Optional.of(held(desired, observed, last.get(), isByAdmission, wait))
                : Optional.empty();
    }

    /** The last apply of the same for the same generation. */
    private Optional<LastApply> last(HasMetadata desired, Observed observed) {
        return Optional.ofNullable(applies(observed).get(Target.of(desired)))
                .filter(earlier -> earlier.isOf(generation(observed), hash(desired)));
    }

    /** Read once each time that it begins: caches have no managedFields. */
    private ApiResult held(
            HasMetadata desired, Observed observed, LastApply last, boolean isByAdmission, Duration wait) {
        if (last.isHeldBack()) {
            return conflict(desired, last, wait);
        }
        var answer = read(desired, observed);
        if (!(answer instanceof ApiResult.Accepted(var live)) || live.isEmpty()) {
            return answer;
        }
        var changes = FieldManagers.changing(desired, live.get(), isByAdmission);
        if (changes.isEmpty()) {
            return answer;
        }
        var held = last.heldBack(changes.get());
        remember(desired, observed, held);
        return conflict(desired, held, wait);
    }

    private static ApiResult conflict(HasMetadata object, LastApply held, Duration wait) {
        return new ApiResult.Contested(new FieldConflict(
                object.getKind(), object.getMetadata().getName(), held.changes().orElseThrow(), true, wait));
    }

    private ApiResult noted(Write write, Observed observed, int repeats, Optional<String> changes) {
        var answer = super.apply(write, observed);
        if (answer instanceof ApiResult.Accepted(var reply) && reply.isPresent()) {
            remember(
                    write.object(),
                    observed,
                    new LastApply(
                            generation(observed),
                            hash(write.object()),
                            reply.get().getMetadata().getResourceVersion(),
                            repeats,
                            clock.getAsLong(),
                            NoOpApply.is(write, reply.get(), observed)
                                    ? observed.find(write.object()).map(ConflictDetection::content)
                                    : Optional.empty(),
                            changes,
                            false));
        }
        return answer;
    }

    /** By this process or another; where somebody took out the hash that says so, too. */
    private static boolean wasApplied(Write write, HasMetadata live) {
        var hash = hash(live);
        return hash.isEmpty() || hash.equals(hash(write.object()));
    }

    private static String hash(HasMetadata object) {
        var annotations = object.getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(Annotations.APPLIED, "");
    }

    /** What an apply can change; the generation stands for the spec. The status and the version change by themselves. */
    private static String content(HasMetadata object) {
        var metadata = object.getMetadata();
        return Fingerprint.of(List.of(
                metadata.getUid(),
                Objects.requireNonNullElse(metadata.getGeneration(), 0L),
                Objects.requireNonNullElse(metadata.getLabels(), Map.of()),
                Objects.requireNonNullElse(metadata.getAnnotations(), Map.of()),
                Objects.requireNonNullElse(metadata.getOwnerReferences(), List.of())));
    }

    private static long generation(Observed observed) {
        return observed.runner().getMetadata().getGeneration();
    }

    private Map<Target, LastApply> applies(Observed observed) {
        return states.of(observed.runner()).applies();
    }

    private void remember(HasMetadata object, Observed observed, LastApply apply) {
        applies(observed).put(Target.of(object), apply);
    }
}
