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

    private static final Pattern VARIABLE = Pattern.compile("Field: (.+)\\. Default: (.+)\\. Read by: (.+)\\.");

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
        page.environment(checkout.resolve("model/src/main/java/ai/stigmer/agentrunner/model/spec/Variable.java"));
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

    private void environment(Path source) throws IOException {
        page.append("""

                ## Environment

                What the worker finds in its environment, in this order, then the variables of `spec.env`, of which one takes the place of a variable of its name here. Keys come from Secrets by reference. Who reads a variable: `agent-runner` is the worker of this repository; Python is `stigmer-runner` of PyPI, 0.2.0 to 1.0.4; Node is `@stigmer/runner` and `@stigmer/runner-slim` of npm, 3.8.0 if nothing else is said; January is the image `ghcr.io/stigmer/agent-runner` that was made from Stigmer's repository in January 2026. [Which image needs what](workers.md).

                `STIGMER_TASK_QUEUE` and `STIGMER_IDLE_TIMEOUT_SECONDS` are never set: the one would override the task queue above, after the other a worker ends that is then started again.

                | variable | field | without it | read by |
                |---|---|---|---|
                """);
        EnumConstants.of(Files.readString(source)).forEach((name, meaning) -> {
            var row = VARIABLE.matcher(meaning);
            if (!row.matches()) {
                throw new IllegalStateException(
                        source + ": " + name + " is to be described as Field: … Default: … Read by: …");
            }
            page.append("| `%s` | %s | %s | %s |\n".formatted(name, row.group(1), row.group(2), row.group(3)));
        });
    }

    private void reasons(String heading, String introduction, Path source) throws IOException {
        page.append("\n## %s\n\n%s\n\n| reason | |\n|---|---|\n".formatted(heading, introduction));
        EnumConstants.of(Files.readString(source))
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
