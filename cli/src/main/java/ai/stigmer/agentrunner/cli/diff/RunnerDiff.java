package ai.stigmer.agentrunner.cli.diff;

import ai.stigmer.agentrunner.cli.diff.ObjectDiff.Change;
import ai.stigmer.agentrunner.model.NamespacedName;
import java.util.List;
import java.util.Optional;

/**
 * What an apply changes for one AgentRunner.
 *
 * @param position of the manifest, e.g. {@code demo.yaml:1}
 * @param objects the AgentRunner first, then what the operator makes of it, in its order
 * @param image that the workers run; empty: it stays
 * @param replicas how many workers run; empty: they stay as many
 * @param podsRestart whether running pods are replaced
 * @param filesKept whether what is in the workspace is there afterwards
 * @param remarks what else there is to know
 * @param isLeaving whether it is being deleted: nothing of the manifest is there afterwards
 */
public record RunnerDiff(
        NamespacedName name,
        String position,
        List<ObjectDiff> objects,
        Optional<Transition> image,
        Optional<Transition> replicas,
        Verdict podsRestart,
        Verdict filesKept,
        List<String> remarks,
        boolean isLeaving) {

    public RunnerDiff {
        objects = List.copyOf(objects);
        remarks = List.copyOf(remarks);
    }

    /** Whether anything is another thing afterwards. */
    public boolean isDifferent() {
        return isLeaving || objects.stream().anyMatch(ObjectDiff::isDifferent);
    }

    /** The objects to which that happens. */
    List<ObjectDiff> objects(Change change) {
        return objects.stream().filter(object -> object.change() == change).toList();
    }
}
