package ai.stigmer.agentrunner.operator.observe;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.apply.OwnStatusVersions;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Objects;

/**
 * Of what happens to an AgentRunner only a change of its spec matters, another AgentRunner in its place, and a status that
 * isn't known to be ours. The SDK's own filter looks for a higher generation: one that was made anew while the watch was
 * broken begins at 1 again, and would never be looked at.
 */
public final class SpecChangedFilter implements OnUpdateFilter<AgentRunner> {
    private final OwnStatusVersions written;

    /**
     * A filter.
     *
     * @param written by us
     */
    public SpecChangedFilter(OwnStatusVersions written) {
        this.written = written;
    }

    @Override
    public boolean accept(AgentRunner after, AgentRunner before) {
        return !before.getMetadata().getUid().equals(after.getMetadata().getUid())
                || !before.getMetadata()
                        .getGeneration()
                        .equals(after.getMetadata().getGeneration())
                || (!Objects.equals(before.getStatus(), after.getStatus()) && !written.isOwn(after));
    }
}
