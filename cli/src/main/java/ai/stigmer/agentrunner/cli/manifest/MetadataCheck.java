package ai.stigmer.agentrunner.cli.manifest;

import ai.stigmer.agentrunner.cli.manifest.Mistake.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks metadata as the API server does with that of any object (k8s.io/apimachinery/pkg/api/validation). */
final class MetadataCheck {
    private static final Set<String> FIELDS = Set.of(
            "name",
            "generateName",
            "namespace",
            "labels",
            "annotations",
            "finalizers",
            "ownerReferences",
            "managedFields",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "generation",
            "resourceVersion",
            "selfLink",
            "uid");

    private static final Set<String> TEXTS =
            Set.of("name", "generateName", "namespace", "resourceVersion", "selfLink", "uid");

    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");

    private static final Pattern NAME = Pattern.compile("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");

    private static final int SUBDOMAIN_LENGTH = 253;
    private static final int NAME_LENGTH = 63;

    /** Bytes of all annotations, keys and values. */
    private static final int ANNOTATIONS = 256 * 1024;

    private final List<Mistake> mistakes = new ArrayList<>();

    private MetadataCheck() {}

    /** Of a document. */
    static List<Mistake> check(JsonNode tree) {
        var check = new MetadataCheck();
        var metadata = tree.path("metadata");
        if (metadata.isObject()) {
            check.fields(metadata);
            check.names(metadata);
            check.keys(metadata, "labels");
            check.keys(metadata, "annotations");
            check.size(metadata.path("annotations"));
            check.finalizers(metadata.path("finalizers"));
        } else if (metadata.isMissingNode() || metadata.isNull()) {
            check.add(".metadata", "resource name may not be empty", "write metadata: {name: …}, e.g. name: demo");
        }
        return check.mistakes;
    }

    private void fields(JsonNode metadata) {
        metadata.properties().forEach(entry -> {
            var path = ".metadata." + entry.getKey();
            var value = entry.getValue();
            if (!FIELDS.contains(entry.getKey())) {
                mistakes.add(new Mistake(
                        Kind.UNKNOWN_FIELD,
                        path,
                        ServerWords.unknownField(path.substring(1)),
                        "unknown field"
                                + Similar.to(entry.getKey(), FIELDS)
                                        .map(name -> ": write " + name)
                                        .orElse(": put what is yours into labels or annotations")));
            } else if (TEXTS.contains(entry.getKey()) && !value.isTextual() && !value.isNull()) {
                unmarshalled(path, value, "string");
            }
        });
    }

    private void names(JsonNode metadata) {
        var name = metadata.path("name").asText("");
        var prefix = metadata.path("generateName").asText("");
        if (name.isEmpty() && prefix.isEmpty()) {
            add(".metadata.name", "resource name may not be empty", "write a name, e.g. demo");
        } else if (!name.isEmpty() && !isSubdomain(name)) {
            add(
                    ".metadata.name",
                    "metadata.name: Invalid value: " + ServerWords.quoted(name)
                            + ": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
                            + " '.', and must start and end with an alphanumeric character",
                    "write a name of lower-case letters, digits and '-', e.g. demo");
        }
        var namespace = metadata.path("namespace").asText("");
        if (!namespace.isEmpty() && (!LABEL.matcher(namespace).matches() || namespace.length() > NAME_LENGTH)) {
            add(
                    ".metadata.namespace",
                    "metadata.namespace: Invalid value: " + ServerWords.quoted(namespace)
                            + ": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and"
                            + " must start and end with an alphanumeric character",
                    "write the name of a namespace, e.g. default");
        }
        if (!metadata.path("resourceVersion").asText("").isEmpty()) {
            add(
                    ".metadata.resourceVersion",
                    "resourceVersion should not be set on objects to be created",
                    "leave it out: it belongs to an object that was read from a cluster");
        }
    }

    private static boolean isSubdomain(String name) {
        return name.length() <= SUBDOMAIN_LENGTH && SUBDOMAIN.matcher(name).matches();
    }

    private void keys(JsonNode metadata, String field) {
        var isLabels = field.equals("labels");
        var path = ".metadata." + field;
        var entries = metadata.path(field);
        if (!entries.isObject() && !entries.isMissingNode() && !entries.isNull()) {
            unmarshalled(path, entries, "map[string]string");
        }
        entries.properties().forEach(entry -> {
            var at = path + "." + entry.getKey();
            // Of annotations, upper and lower case don't matter.
            var key = isLabels ? entry.getKey() : entry.getKey().toLowerCase(Locale.ROOT);
            if (!entry.getValue().isTextual() && !entry.getValue().isNull()) {
                unmarshalled(at, entry.getValue(), "string");
            } else if (!isQualified(key)) {
                qualified(at, path, key);
            } else if (isLabels && !isLabelValue(entry.getValue().asText(""))) {
                qualified(at, path, entry.getValue().asText());
            }
        });
    }

    private static boolean isLabelValue(String value) {
        return value.isEmpty()
                || (value.length() <= NAME_LENGTH && NAME.matcher(value).matches());
    }

    private static boolean isQualified(String key) {
        int slash = key.indexOf('/');
        var name = key.substring(slash + 1);
        return (slash < 0 || isSubdomain(key.substring(0, slash)))
                && name.length() <= NAME_LENGTH
                && NAME.matcher(name).matches();
    }

    private void qualified(String at, String path, String text) {
        add(
                at,
                path.substring(1) + ": Invalid value: " + ServerWords.quoted(text)
                        + ": must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
                        + " alphanumeric character",
                "write at most 63 letters, digits, '-', '_' and '.' that begin and end with a letter or digit; a name may"
                        + " follow a domain and '/'");
    }

    private void size(JsonNode annotations) {
        int bytes = annotations.properties().stream()
                .mapToInt(
                        entry -> bytes(entry.getKey()) + bytes(entry.getValue().asText("")))
                .sum();
        if (bytes > ANNOTATIONS) {
            add(
                    ".metadata.annotations",
                    ServerWords.tooLong("metadata.annotations", ANNOTATIONS),
                    "write at most 262144 bytes in all annotations together");
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private void finalizers(JsonNode finalizers) {
        for (int index = 0; index < finalizers.size(); index++) {
            var finalizer = finalizers.get(index);
            var at = ".metadata.finalizers[" + index + "]";
            if (!finalizer.isTextual()) {
                unmarshalled(at, finalizer, "string");
            } else if (!isQualified(finalizer.asText())) {
                qualified(at, ".metadata.finalizers", finalizer.asText());
            }
        }
    }

    /** Of what Go's types can't hold. */
    private void unmarshalled(String path, JsonNode value, String type) {
        add(
                path,
                "json: cannot unmarshal " + goType(value) + " into Go struct field ObjectMeta." + path.substring(1)
                        + " of type " + type,
                "write " + (type.equals("string") ? "a text (in quotes where it looks like something else)" : "fields")
                        + " instead of " + SchemaType.shown(value));
    }

    private static String goType(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> "bool";
            case NUMBER -> "number";
            default -> ServerWords.type(value);
        };
    }

    private void add(String path, String told, String fix) {
        mistakes.add(new Mistake(Kind.METADATA, path, told, fix));
    }
}
