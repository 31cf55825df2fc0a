package ai.stigmer.agentrunner.model.plan;

import static java.util.stream.Collectors.joining;

import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.rule.Problem;
import ai.stigmer.agentrunner.model.rule.Warning;
import ai.stigmer.agentrunner.model.spec.References;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * ConfigMaps and Secrets that are gone while pods run which have read them: the next pod would not start. Where none runs,
 * the pods that wait for them tell. Of Secrets nothing is known where the installation doesn't watch them: the right to
 * look for one is the right to read it.
 */
final class MissingReferences {

    private MissingReferences() {}

    static Optional<Warning.Advice> of(PlanContext context) {
        if (!context.rollout().serves()) {
            return Optional.empty();
        }
        var spec = context.spec();
        var observed = context.observed();
        var references = References.of(spec);
        var watchesSecrets = context.installation().watchesSecrets();
        var missing = required(references, observed, watchesSecrets);
        var pullSecrets = watchesSecrets
                ? missing("Secret", references.pullSecrets(), observed.secrets().keySet())
                : List.<String>of();
        return missing.isEmpty()
                ? Optional.of(pullSecrets).filter(names -> !names.isEmpty()).map(names -> ofPull(names, spec))
                : Optional.of(ofPods(missing, spec));
    }

    /** Each that no pod starts without, with its kind. */
    static List<String> required(References references, Observed observed, boolean watchesSecrets) {
        var missing = new ArrayList<>(missing(
                "ConfigMap",
                references.requiredConfigMaps(),
                observed.configMaps().keySet()));
        if (watchesSecrets) {
            missing.addAll(missing(
                    "Secret", references.requiredSecrets(), observed.secrets().keySet()));
        }
        return missing;
    }

    private static List<String> missing(String kind, Set<String> wanted, Collection<String> there) {
        var missing = new TreeSet<>(wanted);
        missing.removeAll(there);
        return missing.stream().map(name -> kind + " " + name).toList();
    }

    private static Warning.Advice ofPods(List<String> missing, RunnerSpec spec) {
        return advice(
                missing, spec, "the pods that run go on with what they have read, and the next one would not start");
    }

    private static Warning.Advice ofPull(List<String> missing, RunnerSpec spec) {
        return advice(
                missing,
                spec,
                "spec.image.pullSecrets names it, and a node that lacks the image may be unable to pull it");
    }

    private static Warning.Advice advice(List<String> missing, RunnerSpec spec, String why) {
        return new Warning.Advice(
                Reason.MissingReference,
                new Problem(
                        missing.stream().collect(joining(", ")) + (missing.size() == 1 ? " does" : " do")
                                + " not exist in namespace " + spec.namespace(),
                        why,
                        "create it again, or take it out of the spec"));
    }
}
