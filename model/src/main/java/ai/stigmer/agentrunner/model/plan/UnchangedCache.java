package ai.stigmer.agentrunner.model.plan;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.AgentRunnerSpec;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which objects were found to be as wanted at the last look, and what was looked at. Where nothing of that has changed,
 * rendering and comparing again would say the same: while a rollout moves, most looks are for counts and pods only, and
 * the two were nine tenths of a look's cost.
 */
final class UnchangedCache {
    private static final List<String> KINDS = List.of("PersistentVolumeClaim", "Deployment");

    private final Map<Key, Look> wanted = new ConcurrentHashMap<>();
    private final Map<String, ResolvedSpec> meanings = new ConcurrentHashMap<>();

    /**
     * Of which object.
     *
     * @param runner its AgentRunner's namespace and name: one that was made anew takes its predecessor's place
     */
    private record Key(String runner, String kind) {}

    /**
     * All that decides the outcome. The generations tell apart what {@code equals} doesn't: a quantity's two spellings.
     * The objects are those of the caches, not copies.
     *
     * @param uid of the AgentRunner
     * @param spec of the live object
     * @param others whatever else is rendered from
     */
    private record Look(
            @Nullable String uid,
            @Nullable Long generation,
            AgentRunnerSpec runner,
            ObjectMeta metadata,
            Object spec,
            List<Object> others) {

        boolean isSame(Look other) {
            return Objects.equals(uid, other.uid)
                    && Objects.equals(generation, other.generation)
                    && others.equals(other.others)
                    && isSame(metadata, other.metadata)
                    && spec.equals(other.spec)
                    && runner.equals(other.runner);
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
     * Whether the live object was as wanted at the last look, and nothing has changed that could make it otherwise.
     *
     * @param spec of the live object
     * @param others whatever else the wanted object is rendered from
     */
    @SuppressWarnings("ReferenceEquality") // Which of the two is held now says whether they are the same.
    boolean stillAsWanted(AgentRunner runner, HasMetadata live, Object spec, List<Object> others) {
        var look = look(runner, live, spec, others);
        return wanted.computeIfPresent(key(runner, live), (key, last) -> last.isSame(look) ? look : last) == look;
    }

    /** It is as wanted. */
    void asWanted(AgentRunner runner, HasMetadata live, Object spec, List<Object> others) {
        wanted.put(key(runner, live), look(runner, live, spec, others));
    }

    /** What a spec means; read anew where it isn't the one that was read last. */
    ResolvedSpec meaning(AgentRunner runner, Function<AgentRunner, ResolvedSpec> read) {
        return Objects.requireNonNull(meanings.compute(
                name(runner), (name, last) -> last != null && last.isOf(runner) ? last : read.apply(runner)));
    }

    /** Of one that is gone. */
    void forget(AgentRunner runner) {
        meanings.remove(name(runner));
        for (var kind : KINDS) {
            wanted.remove(new Key(name(runner), kind));
        }
    }

    private static Look look(AgentRunner runner, HasMetadata live, Object spec, List<Object> others) {
        return new Look(
                runner.getMetadata().getUid(),
                runner.getMetadata().getGeneration(),
                runner.getSpec(),
                live.getMetadata(),
                spec,
                List.copyOf(others));
    }

    private static Key key(AgentRunner runner, HasMetadata live) {
        return new Key(name(runner), live.getKind());
    }

    private static String name(AgentRunner runner) {
        return runner.getMetadata().getNamespace() + "/" + runner.getMetadata().getName();
    }
}
