package ai.stigmer.agentrunner.model.reconcile;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.AgentRunnerSpec;
import ai.stigmer.agentrunner.model.plan.Observed;
import ai.stigmer.agentrunner.model.plan.Plan;
import ai.stigmer.agentrunner.model.plan.ResolvedSpec;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which objects of one AgentRunner were as desired when they were last compared, and what that was decided from. Where
 * nothing of that has changed, rendering and comparing again would say the same: while a rollout moves, most reconciles
 * are for counts and pods only, and the two were nine tenths of a plan's cost.
 */
final class UnchangedCache {
    private final Map<String, Inputs> compared = new HashMap<>();
    private @Nullable AgentRunnerSpec source;
    private @Nullable ResolvedSpec resolved;

    UnchangedCache() {}

    UnchangedCache(UnchangedCache other) {
        compared.putAll(other.compared);
        source = other.source;
        resolved = other.resolved;
    }

    /**
     * All that the outcome was decided from. The generations tell apart what {@code equals} doesn't: a quantity's two
     * spellings. The objects are those of the caches, not copies.
     *
     * @param uid of the AgentRunner
     * @param live the object's spec
     * @param others whatever else the desired object is rendered from
     */
    record Inputs(
            @Nullable String uid,
            @Nullable Long generation,
            AgentRunnerSpec spec,
            ObjectMeta metadata,
            Object live,
            List<Object> others) {

        private static Inputs of(AgentRunner runner, HasMetadata object, Object live, List<Object> others) {
            return new Inputs(
                    runner.getMetadata().getUid(),
                    runner.getMetadata().getGeneration(),
                    runner.getSpec(),
                    object.getMetadata(),
                    live,
                    others);
        }

        private boolean isSame(Inputs other) {
            return Objects.equals(uid, other.uid)
                    && Objects.equals(generation, other.generation)
                    && others.equals(other.others)
                    && isSame(metadata, other.metadata)
                    && live.equals(other.live)
                    && spec.equals(other.spec);
        }

        /** Versions and field managers change with every status. */
        private static boolean isSame(ObjectMeta one, ObjectMeta other) {
            return Objects.equals(one.getUid(), other.getUid())
                    && Objects.equals(one.getGeneration(), other.getGeneration())
                    && Objects.equals(one.getLabels(), other.getLabels())
                    && Objects.equals(one.getAnnotations(), other.getAnnotations())
                    && Objects.equals(one.getOwnerReferences(), other.getOwnerReferences());
        }
    }

    /**
     * What a spec means; read anew where it isn't the very object that was read last: one with a malformed quantity can't
     * be compared.
     */
    @SuppressWarnings("ReferenceEquality")
    ResolvedSpec resolve(AgentRunner runner, Function<AgentRunner, ResolvedSpec> resolver) {
        var last = resolved;
        if (last != null && source == runner.getSpec()) {
            return last;
        }
        var fresh = resolver.apply(runner);
        source = runner.getSpec();
        resolved = fresh;
        return fresh;
    }

    /** The kinds whose live object is as desired, since it was and nothing has changed. */
    Set<String> unchanged(Map<String, Inputs> now) {
        var unchanged = new HashSet<String>();
        now.forEach((kind, inputs) -> {
            var last = compared.get(kind);
            if (last != null && last.isSame(inputs)) {
                unchanged.add(kind);
            }
        });
        return unchanged;
    }

    /** Notes what a plan found to be as desired. */
    void compared(Map<String, Inputs> now, Plan plan) {
        compared.clear();
        compared.putAll(now);
        compared.keySet().retainAll(plan.unchanged());
    }

    /** What the comparison of each live object is decided from, by kind. */
    static Map<String, Inputs> inputs(Observed observed) {
        var runner = observed.runner();
        var inputs = new HashMap<String, Inputs>();
        observed.claim()
                .ifPresent(claim ->
                        inputs.put(claim.getKind(), Inputs.of(runner, claim, claim.getSpec(), List.of(phase(claim)))));
        observed.deployment()
                .ifPresent(deployment -> inputs.put(
                        deployment.getKind(),
                        Inputs.of(runner, deployment, deployment.getSpec(), renderedFrom(observed))));
        return inputs;
    }

    /** An unbound claim is not asked to grow. */
    private static String phase(PersistentVolumeClaim claim) {
        return claim.getStatus() == null ? "" : String.valueOf(claim.getStatus().getPhase());
    }

    /** What a Deployment is rendered from beside the spec: its claim's access modes, configuration, the image built. */
    private static List<Object> renderedFrom(Observed observed) {
        var others = new ArrayList<Object>();
        Stream.of(observed.claim(), observed.existingClaim())
                .map(claim -> claim.map(live -> live.getSpec().getAccessModes()))
                .forEach(others::add);
        others.add(observed.configMaps());
        others.add(observed.secrets());
        if (observed.runner().getSpec().build() != null) {
            others.add(observed.builds());
            others.add(Optional.ofNullable(observed.runner().getStatus()).map(status -> status.build()));
        }
        return others;
    }
}
