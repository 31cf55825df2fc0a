package ai.stigmer.agentrunner.cli.manifest;

import static java.util.function.Predicate.not;

import ai.stigmer.agentrunner.api.GitSource;
import ai.stigmer.agentrunner.model.spec.Quantities;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The CustomResourceDefinition's conditions (CEL), each beside what it says in Java: to load an interpreter of CEL and to
 * compile them took a third as long as all the rest of a command. Tests see to it that none of the definition is
 * missing here, and compare each with what an interpreter of CEL, and an API server, makes of many values.
 */
final class SchemaRules {
    /** Matches all of a text; it has a $ that is no end. */
    private static final Pattern GIT_URL = Pattern.compile(GitSource.URL_PATTERN);

    private static final String PATH_PART = "[a-z0-9]+([._-]+[a-z0-9]+)*";

    private static final String LABEL_VALUE = "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";

    private static final String METADATA_KEY = "^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?" + LABEL_VALUE + "$";

    /** With a tag or digest. */
    private static final Predicate<JsonNode> IS_PINNED = matching("@|:[^/]*$");

    /** In the order of the definition. */
    private static final Map<String, Predicate<JsonNode>> RULES = Map.ofEntries(
            rule("self.metadata.name.size() <= 45", self -> characters(self.at("/metadata/name")) <= 45),
            rule(
                    "has(self.version) || (has(self.image) && has(self.image.digest)) || has(self.build)",
                    self -> self.has("version") || self.at("/image/digest").isTextual() || self.has("build")),
            rule(
                    "!(has(self.build) && has(self.image) && has(self.image.digest))",
                    self -> !self.has("build") || !self.path("image").has("digest")),
            rule(
                    "!(has(self.build) && has(self.image) && has(self.image.repository))",
                    self -> !self.has("build") || !self.path("image").has("repository")),
            rule(
                    "!(has(self.build) && has(self.build.source) && has(self.build.source.workspace) &&"
                            + " has(self.workspace) && has(self.workspace.ephemeral))",
                    self -> !self.at("/build/source").has("workspace")
                            || !self.path("workspace").has("ephemeral")),
            rule(
                    "has(self.name) && self.name != '' && has(self.key) && self.key != ''",
                    self -> isGiven(self, "name") && isGiven(self, "key")),
            rule("has(self.source)", self -> self.has("source")),
            rule(
                    "!has(self.source) || !has(self.source.inline) || !has(self.source.inline.files)"
                            + " || (has(self.dockerfile) ? self.dockerfile : 'Dockerfile') in self.source.inline.files",
                    self -> self.at("/source/inline/files").isMissingNode()
                            || self.at("/source/inline/files")
                                    .has(self.path("dockerfile").asText("Dockerfile"))),
            rule(
                    "self.all(name, name.matches('^[A-Za-z_][A-Za-z0-9_]{0,127}$'))",
                    allNames("^[A-Za-z_][A-Za-z0-9_]{0,127}$")),
            rule(
                    "self.matches('^[^/]') && !self.matches('(^|/)[.][.](/|$)')",
                    matching("^[^/]").and(not(matching("(^|/)[.][.](/|$)")))),
            rule(
                    "self.all(name, name.matches('" + METADATA_KEY + "') && self[name].matches('^(" + LABEL_VALUE
                            + ")?$'))",
                    allNames(METADATA_KEY).and(allValues("^(" + LABEL_VALUE + ")?$"))),
            rule("self.all(name, name.matches('" + METADATA_KEY + "'))", allNames(METADATA_KEY)),
            rule("self >= 1 && self <= 20", self -> between(self, 1, 20)),
            rule("has(self.name) && self.name != ''", self -> isGiven(self, "name")),
            rule("!self.contains('@') && !self.matches(':[^/]*$')", not(IS_PINNED)),
            rule(
                    "self.contains('@') || self.matches(':[^/]*$') || self.matches('^([A-Za-z0-9.-]+(:[0-9]+)?/)?"
                            + PATH_PART + "(/" + PATH_PART + ")*$')",
                    IS_PINNED.or(matching("^([A-Za-z0-9.-]+(:[0-9]+)?/)?" + PATH_PART + "(/" + PATH_PART + ")*$"))),
            rule(
                    "self.matches('^[a-z0-9]+/[a-z0-9]+(/[a-z0-9.]+)?$')",
                    matching("^[a-z0-9]+/[a-z0-9]+(/[a-z0-9.]+)?$")),
            rule(
                    "self.all(name, string(self[name]).size() <= 32"
                            + " && !string(self[name]).matches('[eE][+-]?[0-9]{3}')"
                            + " && isQuantity(string(self[name])))",
                    self -> self.valueStream().allMatch(SchemaRules::isQuantity)),
            rule("self >= 0 && self <= 10", self -> between(self, 0, 10)),
            rule("self >= 0 && self <= 1000", self -> between(self, 0, 1000)),
            rule("self >= 0 && self <= 86400", self -> between(self, 0, 86400)),
            rule("has(self.id) && has(self.secretKeyRef)", self -> self.has("id") && self.has("secretKeyRef")),
            rule("self.matches('^[A-Za-z0-9_][A-Za-z0-9_.-]*$')", matching("^[A-Za-z0-9_][A-Za-z0-9_.-]*$")),
            rule(
                    "[has(self.git), has(self.configMap), has(self.inline), has(self.workspace)]"
                            + ".filter(given, given).size() == 1",
                    self -> count(self, "git", "configMap", "inline", "workspace") == 1),
            rule("has(self.url) && self.url != ''", self -> isGiven(self, "url")),
            rule(
                    "self.matches('^[A-Za-z0-9_][A-Za-z0-9_./@+-]*$') && !self.contains('..')",
                    matching("^[A-Za-z0-9_][A-Za-z0-9_./@+-]*$").and(not(matching("[.][.]")))),
            rule("self.matches(r'" + GitSource.URL_PATTERN + "')", self -> GIT_URL.matcher(self.asText())
                    .matches()),
            rule("has(self.files) && self.files.size() > 0", self -> !self.path("files")
                    .isEmpty()),
            rule(
                    "!has(self.files) || self.files.all(name,"
                            + " name.matches('^[.]?[-_a-zA-Z0-9][-._a-zA-Z0-9]{0,250}$'))",
                    at("files", allNames("^[.]?[-_a-zA-Z0-9][-._a-zA-Z0-9]{0,250}$"))),
            rule(
                    "!has(self.files) || self.files.map(name, bytes(self.files[name]).size()).sum() <= 131072",
                    self -> self.path("files")
                                    .valueStream()
                                    .mapToInt(file -> file.asText().getBytes(StandardCharsets.UTF_8).length)
                                    .sum()
                            <= 131072),
            rule("self >= 1 && self <= 86400", self -> between(self, 1, 86400)),
            rule(
                    "!(has(self.minAvailable) && has(self.maxUnavailable))",
                    self -> count(self, "minAvailable", "maxUnavailable") <= 1),
            rule(
                    "type(self) == int ? self >= 0 : self.matches('^(100|[0-9]{1,2})%$')",
                    matching("^(100|[0-9]{1,2})%$").or(self -> self.isNumber() && self.asLong() >= 0)),
            rule("self.name.matches('^[ -<>-~]+$')", at("name", matching("^[ -<>-~]+$"))),
            rule(
                    "!(has(self.value) && self.value != '' && has(self.valueFrom))",
                    self -> !(isGiven(self, "value") && self.has("valueFrom"))),
            rule(
                    "has(self.configMapRef) != has(self.secretRef)",
                    self -> self.has("configMapRef") != self.has("secretRef")),
            rule("self.matches('^sha256:[0-9a-f]{64}$')", matching("^sha256:[0-9a-f]{64}$")),
            rule("self.name != ''", self -> isGiven(self, "name")),
            rule("self >= 1", self -> self.asLong() >= 1),
            rule("self >= 0.0 && self <= 2.0", self -> self.asDouble() >= 0 && self.asDouble() <= 2),
            rule(
                    "!(has(self.mode) && self.mode == 'Host' && has(self.hostAliases) && self.hostAliases.size() > 0)",
                    self -> !self.path("mode").asText().equals("Host")
                            || self.path("hostAliases").isEmpty()),
            rule("self >= 0", self -> self.asLong() >= 0),
            rule(
                    "self.name != '' && has(self.image) && self.image != ''",
                    self -> isGiven(self, "name") && isGiven(self, "image")),
            rule(
                    "[has(self.configMap), has(self.csi), has(self.downwardAPI), has(self.emptyDir),"
                            + " has(self.ephemeral), has(self.hostPath), has(self.image),"
                            + " has(self.persistentVolumeClaim), has(self.projected), has(self.secret)].exists_one(given, given)",
                    self -> count(
                                    self,
                                    "configMap",
                                    "csi",
                                    "downwardAPI",
                                    "emptyDir",
                                    "ephemeral",
                                    "hostPath",
                                    "image",
                                    "persistentVolumeClaim",
                                    "projected",
                                    "secret")
                            == 1),
            rule("has(self.reference) && self.reference != ''", self -> isGiven(self, "reference")),
            rule("has(self.secretName) && self.secretName != ''", self -> isGiven(self, "secretName")),
            rule(
                    "self.matches('^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$')",
                    matching("^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$")),
            rule(
                    "[has(self.claim), has(self.existingClaim), has(self.ephemeral)].filter(given, given).size() <= 1",
                    self -> count(self, "claim", "existingClaim", "ephemeral") <= 1),
            rule(
                    "string(self).size() <= 32 && !string(self).matches('[eE][+-]?[0-9]{3}')"
                            + " && isQuantity(string(self)) && quantity(string(self)).isGreaterThan(quantity('0'))",
                    matching("^[^-eE]*[1-9]").and(SchemaRules::isQuantity)),
            rule(
                    "has(self.claimName) && self.claimName.matches('^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$')",
                    at("claimName", matching("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"))),
            rule(
                    "self.startsWith('/') && !self.contains(':') && !self.matches('^[/.]*$')"
                            + " && !self.matches('^/+tmp/*$')",
                    matching("^/").and(not(matching(":|^[/.]*$|^/+tmp/*$")))));

    private SchemaRules() {}

    /** Whether the value is as the condition wants it. One about a former version of the object is not asked. */
    static boolean holds(String rule, JsonNode self) {
        return RULES.getOrDefault(rule, any -> true).test(self);
    }

    /** Those that are known. */
    static Set<String> known() {
        return RULES.keySet();
    }

    private static Map.Entry<String, Predicate<JsonNode>> rule(String condition, Predicate<JsonNode> meaning) {
        return Map.entry(condition, meaning);
    }

    private static boolean isGiven(JsonNode self, String field) {
        return !self.path(field).asText("").isEmpty();
    }

    private static long count(JsonNode self, String... fields) {
        return List.of(fields).stream().filter(self::hasNonNull).count();
    }

    private static boolean between(JsonNode self, long least, long most) {
        return self.asLong() >= least && self.asLong() <= most;
    }

    private static Predicate<JsonNode> matching(String expression) {
        var pattern = compiled(expression);
        return self -> pattern.matcher(self.asText()).find();
    }

    private static Predicate<JsonNode> allNames(String expression) {
        var pattern = compiled(expression);
        return self -> self.propertyStream()
                .allMatch(field -> pattern.matcher(field.getKey()).find());
    }

    private static Predicate<JsonNode> allValues(String expression) {
        var matching = matching(expression);
        return self -> self.valueStream().allMatch(matching);
    }

    private static Predicate<JsonNode> at(String field, Predicate<JsonNode> condition) {
        return self -> condition.test(self.path(field));
    }

    /** The end is the end: Java's $ would let a line's end follow. */
    private static Pattern compiled(String expression) {
        return Pattern.compile(expression.replace("$", "\\z"));
    }

    private static int characters(JsonNode text) {
        return text.asText().codePointCount(0, text.asText().length());
    }

    private static boolean isQuantity(JsonNode self) {
        return Quantities.isBounded(self.asText());
    }
}
