package ai.stigmer.agentrunner.model.plan;

import static java.util.stream.Collectors.joining;

import ai.stigmer.agentrunner.model.Messages;
import ai.stigmer.agentrunner.model.text.PlainText;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Who changed which fields of an object that the operator applied, as the object's managedFields tell. */
public final class FieldManagers {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> OURS = Set.of(Write.OPERATOR, Write.REPLICAS);

    /** More of them say no more. */
    private static final int FIELDS = 3;

    /** The API server admits longer ones (128). */
    private static final int NAME_CHARACTERS = 60;

    private FieldManagers() {}

    /**
     * Who changes what: nobody is named for what admission changes, and for what was taken out.
     *
     * @param desired as it was applied
     * @param live as the API server has it, with its managedFields
     * @param isByAdmission whether the object was as it is now when the apply was answered
     * @return e.g. {@code kubectl-set changes spec.replicas}; empty: the live object is as desired
     */
    public static Optional<String> changing(HasMetadata desired, HasMetadata live, boolean isByAdmission) {
        var unnamed = isByAdmission
                ? "an admission policy or webhook of the cluster"
                : "a client that its managedFields don't name, or an admission policy or webhook,";
        var changes = new TreeMap<String, List<String>>();
        var others = managers(live);
        for (var path : Differences.of(desired, live)) {
            var managers = others.stream()
                    .filter(manager -> owns(manager.owned(), path))
                    .map(Manager::name)
                    .distinct()
                    .sorted()
                    .collect(joining(", "));
            changes.computeIfAbsent(managers.isEmpty() ? unnamed : managers, manager -> new ArrayList<>())
                    .add(path.toString());
        }
        return changes.isEmpty()
                ? Optional.empty()
                : Optional.of(changes.entrySet().stream()
                        .map(change -> change.getKey() + " changes " + fields(change.getValue()))
                        .collect(joining("; ")));
    }

    /** Read once: an entry may be as large as the object, and each field that differs is looked for in it. */
    private record Manager(String name, JsonNode owned) {}

    private static List<Manager> managers(HasMetadata live) {
        return live.getMetadata().getManagedFields().stream()
                .filter(entry -> entry.getManager() != null && !isOurs(entry))
                .filter(entry -> !"status".equals(entry.getSubresource()))
                .map(entry -> new Manager(name(entry), JSON.valueToTree(entry.getFieldsV1())))
                .toList();
    }

    /** Whether the operator itself is the manager, under either of the names that it applies a Deployment with. */
    static boolean isOurs(ManagedFieldsEntry entry) {
        return OURS.contains(entry.getManager());
    }

    /** A manager's name, to be shown. */
    static String name(ManagedFieldsEntry entry) {
        return plain(String.valueOf(entry.getManager()));
    }

    /** A name that others have chosen, to be shown. */
    static String plain(String text) {
        return Messages.shorten(PlainText.oneLine(PlainText.ofOthers(text)), NAME_CHARACTERS);
    }

    /** Whoever owns a list or an object that isn't merged owns all that is in it. */
    private static boolean owns(JsonNode manager, Differences.Path path) {
        var owned = manager;
        for (var step : path.steps()) {
            var next = owned.get(step.managed());
            if (next == null) {
                return false;
            }
            if (next.isEmpty()) {
                return true;
            }
            owned = next;
        }
        return true;
    }

    /** The first of some fields, to be shown. */
    static String fields(List<String> paths) {
        return String.join(", ", paths.subList(0, Math.min(FIELDS, paths.size())))
                + (paths.size() > FIELDS ? " and " + (paths.size() - FIELDS) + " more" : "");
    }
}
