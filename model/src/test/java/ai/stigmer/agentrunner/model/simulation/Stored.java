package ai.stigmer.agentrunner.model.simulation;

import ai.stigmer.agentrunner.model.Yaml;
import ai.stigmer.agentrunner.model.plan.Write;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One version of an object. Nobody changes its tree. */
public final class Stored {
    public final Key key;
    public final ObjectNode tree;
    /** Field paths by field manager. */
    final Map<String, Set<String>> owners;
    /** Made by somebody else than the operator, who must not write it. */
    final boolean foreign;

    private @Nullable HasMetadata typed;
    private @Nullable String digest;
    private @Nullable String template;

    Stored(Key key, ObjectNode tree, Map<String, Set<String>> owners, boolean foreign) {
        this.key = key;
        this.tree = tree;
        this.owners = owners;
        this.foreign = foreign;
    }

    public <T extends HasMetadata> T as(Class<T> type) {
        if (typed == null) {
            typed = Yaml.value(tree, type);
            typed.getMetadata().setManagedFields(managers());
        }
        return type.cast(typed);
    }

    /** What the caches keep of managedFields. */
    private List<ManagedFieldsEntry> managers() {
        var entries = new ArrayList<ManagedFieldsEntry>();
        owners.forEach((manager, paths) -> {
            var ofPods = paths.stream().filter(Fields::isOfPodSpec).collect(Collectors.toSet());
            var entry = new ManagedFieldsEntryBuilder().withManager(manager).withOperation("Update");
            if (manager.equals(Write.OPERATOR)) {
                entries.add(entry.withOperation("Apply").build());
            } else if (!ofPods.isEmpty()) {
                entries.add(entry.withFieldsV1(Yaml.value(Fields.managed(ofPods), FieldsV1.class))
                        .build());
            }
        });
        return entries;
    }

    public String uid() {
        return tree.at("/metadata/uid").asText();
    }

    long version() {
        return tree.at("/metadata/resourceVersion").asLong();
    }

    long generation() {
        return tree.at("/metadata/generation").asLong();
    }

    boolean isLeaving() {
        return tree.at("/metadata/deletionTimestamp").isTextual();
    }

    /** The uid of the object that this one belongs to. */
    Optional<String> controller() {
        for (JsonNode owner : tree.at("/metadata/ownerReferences")) {
            if (owner.path("controller").asBoolean()) {
                return Optional.of(owner.path("uid").asText());
            }
        }
        return Optional.empty();
    }

    /** The same for versions that the operator and the cluster can't tell apart. */
    String digest() {
        if (digest == null) {
            digest = key + "@" + version() + ":" + tree.hashCode() + ":" + owners.hashCode() + foreign;
        }
        return digest;
    }

    /** A Deployment's pods of one template carry this. */
    String template() {
        if (template == null) {
            template = StateHash.of(StateHash.sorted(tree.at("/spec/template")).toString())
                    .substring(0, 8);
        }
        return template;
    }
}
