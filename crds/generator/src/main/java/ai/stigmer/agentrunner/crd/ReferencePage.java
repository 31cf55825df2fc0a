package ai.stigmer.agentrunner.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** docs/reference.md: the fields in the order of the Java types, in the words of the CRD. */
final class ReferencePage {
    private static final String HEAD = """
            <!-- Generated from the Java types in crds/. To change it: edit them, then run make generate. -->
            # AgentRunner reference

            `apiVersion: stigmer.ai/v1alpha1`, `kind: AgentRunner`; plural `agentrunners`, short name `ar`. The name has at most 45 characters.

            Every field is optional, but for one of `spec.version`, `spec.image.digest` and `spec.build`; what an absent field means stands in its description. `kubectl explain ar.spec.workspace` says the same on the command line. Types in *italics* are Kubernetes' own: `kubectl explain` has their fields, and so has [Kubernetes' reference](https://kubernetes.io/docs/reference/kubernetes-api/).
            """;

    private static final Pattern CLAIM_FIELD = Pattern.compile("workspace\\.claim\\.\\w+");

    private final StringBuilder page = new StringBuilder(HEAD);
    private final JsonNode schema;

    private ReferencePage(JsonNode schema) {
        this.schema = schema;
    }

    /**
     * The page's text.
     *
     * @throws IOException when a source that the checkout must have can't be read
     */
    static String of(Path checkout, ObjectNode definition, Class<?> spec, Class<?> status) throws IOException {
        var page = new ReferencePage(Definition.schema(definition));
        page.section("spec", spec);
        page.section("status", status);
        page.reasons(
                "Reasons",
                "What `reason` says in conditions and Events; [what to do about it](troubleshooting.md).",
                checkout.resolve("model/src/main/java/ai/stigmer/agentrunner/model/Reason.java"));
        page.reasons(
                "Reasons of builds",
                "What `status.build.reason` says, and that of former builds; [what to do about it](builds.md#troubleshooting)."
                        + " While a build is `Queued` it may also be one of the reasons above.",
                checkout.resolve("model/src/main/java/ai/stigmer/agentrunner/model/build/BuildReason.java"));
        page.refusals();
        page.columns(definition.at("/spec/versions/0/additionalPrinterColumns"));
        return page.page.toString();
    }

    /** A table of a record's fields, and one of each record in it. */
    private void section(String path, Class<?> type) {
        page.append("\n## ").append(path).append("\n\n| field | type | |\n|---|---|---|\n");
        var components = List.of(type.getRecordComponents());
        for (var component : components) {
            var field = field(path + "." + component.getName());
            page.append("| `%s` | %s | %s |\n"
                    .formatted(
                            component.getName(),
                            FieldType.of(component, field, path),
                            cell(field.path("description").asText())));
        }
        for (var component : components) {
            FieldType.record(component.getGenericType())
                    .ifPresent(inner -> section(path + "." + component.getName(), inner));
        }
    }

    private void reasons(String heading, String introduction, Path source) throws IOException {
        page.append("\n## %s\n\n%s\n\n| reason | |\n|---|---|\n".formatted(heading, introduction));
        Reasons.of(Files.readString(source))
                .forEach((reason, meaning) -> page.append("| `%s` | %s |\n".formatted(reason, cell(meaning))));
    }

    private void refusals() {
        page.append("""

                ## What is refused

                `kubectl apply` refuses these at once, and says what to write instead. Fields that do not exist are refused too, and values of another type.

                | field | |
                |---|---|
                """);
        Schema.walk((ObjectNode) schema, (path, field) -> field.path("x-kubernetes-validations")
                .forEach(rule -> {
                    var message = rule.path("message").asText();
                    page.append("| `%s` | %s |\n".formatted(path.isEmpty() ? ofRoot(message) : path, cell(message)));
                }));
    }

    /** What a rule of the whole object is about: its name, or the field of the spec that the message says. */
    private static String ofRoot(String message) {
        var field = CLAIM_FIELD.matcher(message);
        return field.find() ? "spec." + field.group() : "metadata.name";
    }

    private void columns(JsonNode columns) {
        page.append("""

                ## What kubectl get shows

                | column | |
                |---|---|
                """);
        columns.forEach(column -> page.append("| %s%s | %s |\n"
                .formatted(
                        column.path("name").asText(),
                        column.path("priority").asInt() > 0 ? " (`-o wide`)" : "",
                        column.path("description").asText("since when it exists"))));
    }

    private JsonNode field(String path) {
        var field = schema;
        for (var name : path.split("\\.", -1)) {
            field = (field.has("items") ? field.get("items") : field)
                    .path("properties")
                    .path(name);
        }
        return field;
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*");
    }
}
