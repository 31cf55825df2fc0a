package ai.stigmer.agentrunner.cli.diff;

import static java.util.stream.Collectors.toCollection;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.container.LiveObjects;
import ai.stigmer.agentrunner.cli.container.OperatorModel;
import ai.stigmer.agentrunner.cli.container.Planned;
import ai.stigmer.agentrunner.cli.manifest.Manifests;
import ai.stigmer.agentrunner.cli.manifest.RunnerDocument;
import ai.stigmer.agentrunner.cli.manifest.TransitionRules;
import ai.stigmer.agentrunner.model.NamespacedName;
import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.render.Names;
import ai.stigmer.agentrunner.model.spec.Defaults;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Compares the AgentRunners of manifests with a cluster's: the operator is asked what it makes of each before and after. */
public final class RunnerComparison {
    private final Cluster cluster;
    private final OperatorModel model;
    private final Manifests manifests;
    private final Instant now;

    /**
     * With a cluster.
     *
     * @param model under what the installation allows
     */
    public RunnerComparison(Cluster cluster, OperatorModel model, Manifests manifests, Instant now) {
        this.cluster = cluster;
        this.model = model;
        this.manifests = manifests;
        this.now = now;
    }

    /**
     * An AgentRunner and what the operator makes of it.
     *
     * @param configMaps beside which it does, by name the digest of their data
     */
    private record Side(ObjectNode tree, AgentRunner runner, Map<String, String> configMaps, Planned planned) {}

    private Side side(OperatorModel asked, ObjectNode tree, AgentRunner runner, LiveObjects beside) {
        return new Side(tree, runner, beside.configMaps(), asked.planned(runner, beside, now));
    }

    /**
     * What an apply changes.
     *
     * @throws Failure where the API server or the operator would refuse it, or the cluster doesn't let it be known
     */
    public RunnerDiff compare(Manifests.Source source) {
        var name = NamespacedName.of(source.runner());
        var given = source.tree().<ObjectNode>deepCopy();
        given.withObject("/metadata").put("namespace", name.namespace());
        return switch (cluster.get(ApiPath.runner(name))) {
            case Cluster.Found(var live)
            when live.at("/metadata/deletionTimestamp").isTextual() ->
                leaving(name, source, live, Apply.to(live, given));
            case Cluster.Found(var live) -> changed(name, source, live, Apply.to(live, given));
            case Cluster.Absent absent -> made(name, source, Apply.created(given));
            case Cluster.Forbidden(var words) ->
                throw Failure.noCluster("AgentRunner " + name + " can't be read: " + words
                        + "; have somebody give you the role view in namespace " + name.namespace());
        };
    }

    private RunnerDiff made(NamespacedName name, Manifests.Source source, Apply apply) {
        if (cluster.get(ApiPath.AGENT_RUNNERS) instanceof Cluster.Absent) {
            throw Failure.noCluster("the cluster knows no AgentRunners (" + AgentRunner.API_VERSION
                    + "): install the operator there first, or name another context with --context");
        }
        var runner = runner(apply.runner(), name);
        model.refuse(runner);
        var reader = new LiveReader(cluster, name, List.of(runner));
        var live = reader.read();
        var remarks = new ArrayList<String>();
        if (cluster.get(ApiPath.namespace(name.namespace())) instanceof Cluster.Absent
                && manifests.ignored().stream()
                        .noneMatch(object -> object.endsWith(" Namespace " + name.namespace()))) {
            remarks.add("namespace " + name.namespace() + " isn't there yet: create it before you apply this");
        }
        var after = side(model, apply.runner(), runner, live.withConfigMaps(configMaps(live, name, reader)));
        return diff(source, Optional.empty(), after, live, reader, remarks);
    }

    private RunnerDiff changed(NamespacedName name, Manifests.Source source, ObjectNode live, Apply apply) {
        var wanted = live.deepCopy();
        wanted.set("spec", apply.runner().path("spec"));
        refuse(TransitionRules.refusals(live, wanted));
        var before = runner(live, name);
        var after = runner(wanted, name);
        var installed = isTaken(live) ? model.allowing(before) : model;
        installed.refuse(after);
        var reader = new LiveReader(cluster, name, List.of(before, after));
        var objects = reader.read();
        return diff(
                source,
                Optional.of(side(installed, Apply.cleaned(live), before, objects)),
                side(installed, apply.runner(), after, objects.withConfigMaps(configMaps(objects, name, reader))),
                objects,
                reader,
                apply.remark().stream().toList());
    }

    private static RunnerDiff leaving(NamespacedName name, Manifests.Source source, ObjectNode live, Apply apply) {
        return new RunnerDiff(
                name,
                source.position(),
                List.of(new ObjectDiff(
                        AgentRunner.KIND, name, Optional.of(Apply.cleaned(live)), Optional.of(apply.runner()))),
                Optional.empty(),
                Optional.empty(),
                new Verdict(false, "they go with the AgentRunner, which is being deleted"),
                new Verdict(true, "nothing is done to its claim"),
                List.of("it is being deleted, and nothing is made of what is applied to it: apply this again once it is"
                        + " gone (kubectl get -n " + name.namespace() + " ar/" + name.name() + ")"),
                true);
    }

    private static void refuse(List<String> refusals) {
        if (!refusals.isEmpty()) {
            throw Failure.invalid(
                    "the API server would refuse it, and nothing would change: " + String.join("; ", refusals));
        }
    }

    private RunnerDiff diff(
            Manifests.Source source,
            Optional<Side> before,
            Side after,
            LiveObjects live,
            LiveReader reader,
            List<String> remarks) {
        var name = NamespacedName.of(after.runner());
        var objects = ObjectDiffs.of(before.map(Side::planned).orElse(Planned.NOTHING), after.planned(), reader::tree);
        var spec = Defaults.complete(after.runner());
        var job =
                find(objects, "Job", diff -> diff.isDifferent() && diff.after().isPresent());
        var claim = find(
                objects, "PersistentVolumeClaim", diff -> diff.name().name().equals(Names.workspaceClaim(name.name())));
        var workers = new Workers(
                find(objects, "Deployment", diff -> true),
                after.planned(),
                live.deployment(),
                job.map(diff -> diff.name().name()),
                changed(live.configMaps(), after.configMaps()));
        var files = new WorkspaceFiles(
                before.map(side -> Defaults.complete(side.runner())), spec, claim, workers.isAnyStopped());
        var all = new ArrayList<ObjectDiff>();
        all.add(new ObjectDiff(AgentRunner.KIND, name, before.map(Side::tree), Optional.of(after.tree())));
        all.addAll(objects);
        return new RunnerDiff(
                name,
                source.position(),
                all,
                workers.image(),
                workers.replicas(),
                workers.restart(),
                before.isPresent() && workers.isHeldBack()
                        ? new Verdict(true, "the pods are left as they are")
                        : files.kept(),
                Stream.of(
                                remarks.stream(),
                                after.planned().obstacle().map(words -> "the operator would say: " + words).stream(),
                                job.map(diff -> "Job " + diff.name().name() + " builds the image first").stream(),
                                files
                                        .unlikeWanted()
                                        .flatMap(size -> after.planned().workspace())
                                        .stream(),
                                reader.remarks().stream())
                        .flatMap(found -> found)
                        .toList(),
                false);
    }

    private static Optional<ObjectDiff> find(List<ObjectDiff> objects, String kind, Predicate<ObjectDiff> which) {
        return objects.stream()
                .filter(diff -> diff.kind().equals(kind))
                .filter(which)
                .findFirst();
    }

    /** After an apply of all the files. */
    private Map<String, String> configMaps(LiveObjects live, NamespacedName name, LiveReader reader) {
        var digests = new HashMap<>(live.configMaps());
        digests.putAll(manifests.digests(name.namespace()));
        digests.keySet().retainAll(reader.readableConfigMaps());
        return digests;
    }

    private static Set<String> changed(Map<String, String> before, Map<String, String> after) {
        var names = new HashSet<>(before.keySet());
        names.addAll(after.keySet());
        return names.stream()
                .filter(name -> !Optional.ofNullable(before.get(name)).equals(Optional.ofNullable(after.get(name))))
                .collect(toCollection(TreeSet::new));
    }

    /** Whether the operator has come to its present spec, and refuses nothing of it. */
    private static boolean isTaken(ObjectNode live) {
        return live.at("/status/observedGeneration").asLong()
                        == live.at("/metadata/generation").asLong()
                && StreamSupport.stream(live.at("/status/conditions").spliterator(), false)
                        .noneMatch(
                                condition -> condition.path("reason").asText().equals(Reason.NotAllowed.name()));
    }

    private static AgentRunner runner(ObjectNode tree, NamespacedName name) {
        try {
            return RunnerDocument.runner(tree, name.namespace());
        } catch (JsonProcessingException e) {
            throw Failure.noCluster("AgentRunner " + name
                    + " of the cluster can't be read, perhaps since it is of another version of agentrunner: "
                    + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
    }
}
