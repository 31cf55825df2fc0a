package ai.stigmer.agentrunner.model.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The versions that AgentRunners have had since our own status writes. The SDK lets go of the reply to such a write as
 * soon as the watch tells anything of the AgentRunner, be it older: what is seen then must not be taken for what is there.
 */
public final class OwnStatusVersions {
    /** Those deleted since stay; at this many all are forgotten, and with them what only the next milliseconds need. */
    private static final int MOST = 100_000;

    private final Map<String, Long> versions = new ConcurrentHashMap<>();

    /** None yet. */
    public OwnStatusVersions() {}

    /** The same that another knows. */
    public OwnStatusVersions(OwnStatusVersions other) {
        versions.putAll(other.versions);
    }

    /** Notes the reply to a status write. */
    public void wrote(HasMetadata reply) {
        if (versions.size() >= MOST) {
            versions.clear();
        }
        versions.put(reply.getMetadata().getUid(), version(reply));
    }

    /** Whether we wrote since: the watch will tell. */
    public boolean isOlder(HasMetadata seen) {
        return version(seen) < versions.getOrDefault(seen.getMetadata().getUid(), 0L);
    }

    /** Whether it is just as our last write left it. */
    public boolean isOwn(HasMetadata seen) {
        return versions.getOrDefault(seen.getMetadata().getUid(), 0L) == version(seen);
    }

    private static long version(HasMetadata object) {
        return Long.parseLong(object.getMetadata().getResourceVersion());
    }
}
