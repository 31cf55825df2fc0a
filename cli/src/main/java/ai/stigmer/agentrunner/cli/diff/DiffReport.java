package ai.stigmer.agentrunner.cli.diff;

import static java.util.stream.Collectors.joining;

import ai.stigmer.agentrunner.cli.diff.ObjectDiff.Change;
import ai.stigmer.agentrunner.cli.output.Json;
import ai.stigmer.agentrunner.model.NamespacedName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What was found out, for people and for programs. */
public final class DiffReport {
    private static final List<Change> CHANGES = List.of(Change.CHANGED, Change.MADE, Change.DELETED);

    private DiffReport() {}

    /**
     * In words first, each AgentRunner by itself, then every changed object as {@code diff -u} shows it.
     *
     * @return empty: there is no difference
     */
    public static String text(List<RunnerDiff> diffs) {
        var different = diffs.stream().filter(RunnerDiff::isDifferent).toList();
        var lines = new ArrayList<String>();
        different.forEach(diff -> lines.addAll(words(diff)));
        for (var diff : different) {
            for (var object : diff.objects()) {
                var unified = object.unified();
                if (!unified.isEmpty()) {
                    lines.add("");
                    lines.addAll(unified);
                }
            }
        }
        return String.join("\n", lines);
    }

    private static List<String> words(RunnerDiff diff) {
        var lines = new ArrayList<String>();
        lines.add("AgentRunner " + diff.name() + " (" + diff.position() + ")");
        diff.image().ifPresent(image -> lines.add("  image: " + image.sentence()));
        diff.replicas().ifPresent(replicas -> lines.add("  replicas: " + replicas.sentence()));
        lines.add("  pods restart: " + diff.podsRestart().sentence());
        lines.add("  files kept: " + diff.filesKept().sentence());
        for (var change : CHANGES) {
            var objects = diff.objects(change);
            if (!objects.isEmpty()) {
                lines.add("  " + word(change) + ": "
                        + objects.stream()
                                .map(object ->
                                        object.kind() + " " + object.name().name())
                                .collect(joining(", ")));
            }
        }
        diff.remarks().forEach(remark -> lines.add("  note: " + remark));
        return lines;
    }

    private static String word(Change change) {
        return change.name().toLowerCase(Locale.ROOT);
    }

    /** All AgentRunners, those without a difference too. */
    public static String json(List<RunnerDiff> diffs) {
        var all = new LinkedHashMap<String, Object>();
        all.put("different", diffs.stream().anyMatch(RunnerDiff::isDifferent));
        all.put("agentRunners", diffs.stream().map(DiffReport::asMap).toList());
        return Json.text(all);
    }

    private static Map<String, Object> asMap(RunnerDiff diff) {
        var map = new LinkedHashMap<String, Object>();
        map.putAll(asMap(diff.name()));
        map.put("position", diff.position());
        map.put("different", diff.isDifferent());
        put(map, "image", diff.image());
        put(map, "replicas", diff.replicas());
        map.put("podsRestart", asMap(diff.podsRestart()));
        map.put("filesKept", asMap(diff.filesKept()));
        map.put("notes", diff.remarks());
        map.put("objects", diff.objects().stream().map(DiffReport::asMap).toList());
        return map;
    }

    private static Map<String, Object> asMap(NamespacedName name) {
        var map = new LinkedHashMap<String, Object>();
        map.put("namespace", name.namespace());
        map.put("name", name.name());
        return map;
    }

    private static void put(Map<String, Object> map, String name, Optional<Transition> change) {
        change.ifPresent(transition -> {
            var values = new LinkedHashMap<String, Object>();
            transition.from().ifPresent(from -> values.put("from", from));
            values.put("to", transition.to());
            map.put(name, values);
        });
    }

    private static Map<String, Object> asMap(Verdict verdict) {
        var map = new LinkedHashMap<String, Object>();
        map.put("value", verdict.holds());
        map.put("why", verdict.why());
        return map;
    }

    private static Map<String, Object> asMap(ObjectDiff object) {
        var map = new LinkedHashMap<String, Object>();
        map.put("kind", object.kind());
        map.putAll(asMap(object.name()));
        map.put("change", word(object.change()));
        map.put("diff", String.join("\n", object.unified()));
        return map;
    }
}
