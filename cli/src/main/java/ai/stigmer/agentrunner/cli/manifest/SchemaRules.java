package ai.stigmer.agentrunner.cli.manifest;

import ai.stigmer.agentrunner.api.GitSource;
import ai.stigmer.agentrunner.model.spec.Quantities;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * The CustomResourceDefinition's conditions (CEL), each beside what it says in Java: to load an interpreter of CEL and to
 * compile them would take half as long again as all the rest of a command. Tests see to it that none of the definition is
 * missing here, and compare each with what an interpreter of CEL, and an API server, makes of many values.
 */
final class SchemaRules {
    private static final Pattern GIT_URL = Pattern.compile(GitSource.URL_PATTERN);

    private static final String PATH_PART = "[a-z0-9]+([._-]+[a-z0-9]+)*";

    private static final String LABEL_VALUE = "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";

    private static final String METADATA_KEY = "^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?" + LABEL_VALUE + "$";

    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

    /** In the order of the definition. */
    private static final Map<String, Predicate<JsonNode>> RULES = Map.ofEntries(
            rule(
                    "self.metadata.name.size() <= 45",
                    self -> self.at("/metadata/name").asText().length() <= 45),
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
                    self -> allNames(self, "^[A-Za-z_][A-Za-z0-9_]{0,127}$")),
            rule(
                    "self.matches('^[^/]') && !self.matches('(^|/)[.][.](/|$)')",
                    self -> matches(self, "^[^/]") && !matches(self, "(^|/)[.][.](/|$)")),
            rule(
                    "self.all(name, name.matches('" + METADATA_KEY + "') && self[name].matches('^(" + LABEL_VALUE
                            + ")?$'))",
                    self -> allNames(self, METADATA_KEY)
                            && self.valueStream().allMatch(value -> matches(value, "^(" + LABEL_VALUE + ")?$"))),
            rule("self.all(name, name.matches('" + METADATA_KEY + "'))", self -> allNames(self, METADATA_KEY)),
            rule("self >= 1 && self <= 20", self -> between(self, 1, 20)),
            rule("has(self.name) && self.name != ''", self -> isGiven(self, "name")),
            rule(
                    "!self.contains('@') && !self.matches(':[^/]*$')",
                    self -> !matches(self, "@") && !matches(self, ":[^/]*$")),
            rule(
                    "self.contains('@') || self.matches(':[^/]*$') || self.matches('^([A-Za-z0-9.-]+(:[0-9]+)?/)?"
                            + PATH_PART + "(/" + PATH_PART + ")*$')",
                    self -> matches(self, "@")
                            || matches(self, ":[^/]*$")
                            || matches(self, "^([A-Za-z0-9.-]+(:[0-9]+)?/)?" + PATH_PART + "(/" + PATH_PART + ")*$")),
            rule(
                    "self.matches('^[a-z0-9]+/[a-z0-9]+(/[a-z0-9.]+)?$')",
                    self -> matches(self, "^[a-z0-9]+/[a-z0-9]+(/[a-z0-9.]+)?$")),
            rule(
                    "self.all(name, string(self[name]).size() <= 32"
                            + " && !string(self[name]).matches('[eE][+-]?[0-9]{3}')"
                            + " && isQuantity(string(self[name])))",
                    self -> StreamSupport.stream(self.spliterator(), false).allMatch(SchemaRules::isQuantity)),
            rule("self >= 0 && self <= 10", self -> between(self, 0, 10)),
            rule("self >= 0 && self <= 1000", self -> between(self, 0, 1000)),
            rule("self >= 0 && self <= 86400", self -> between(self, 0, 86400)),
            rule("has(self.id) && has(self.secretKeyRef)", self -> self.has("id") && self.has("secretKeyRef")),
            rule(
                    "self.matches('^[A-Za-z0-9_][A-Za-z0-9_.-]*$')",
                    self -> matches(self, "^[A-Za-z0-9_][A-Za-z0-9_.-]*$")),
            rule(
                    "[has(self.git), has(self.configMap), has(self.inline), has(self.workspace)]"
                            + ".filter(given, given).size() == 1",
                    self -> count(self, "git", "configMap", "inline", "workspace") == 1),
            rule("has(self.url) && self.url != ''", self -> isGiven(self, "url")),
            rule(
                    "self.matches('^[A-Za-z0-9_][A-Za-z0-9_./@+-]*$') && !self.contains('..')",
                    self -> matches(self, "^[A-Za-z0-9_][A-Za-z0-9_./@+-]*$") && !matches(self, "[.][.]")),
            rule("self.matches(r'" + GitSource.URL_PATTERN + "')", self -> GIT_URL.matcher(self.asText())
                    .matches()),
            rule("has(self.files) && self.files.size() > 0", self -> !self.path("files")
                    .isEmpty()),
            rule(
                    "!has(self.files) || self.files.all(name,"
                            + " name.matches('^[.]?[-_a-zA-Z0-9][-._a-zA-Z0-9]{0,250}$'))",
                    self -> allNames(self.path("files"), "^[.]?[-_a-zA-Z0-9][-._a-zA-Z0-9]{0,250}$")),
            rule(
                    "!has(self.files) || self.files.map(name, bytes(self.files[name]).size()).sum() <= 131072",
                    self -> StreamSupport.stream(self.path("files").spliterator(), false)
                                    .mapToInt(file -> file.asText().getBytes(StandardCharsets.UTF_8).length)
                                    .sum()
                            <= 131072),
            rule("self >= 1 && self <= 86400", self -> between(self, 1, 86400)),
            rule(
                    "!(has(self.minAvailable) && has(self.maxUnavailable))",
                    self -> count(self, "minAvailable", "maxUnavailable") <= 1),
            rule(
                    "type(self) == int ? self >= 0 : self.matches('^(100|[0-9]{1,2})%$')",
                    self -> self.isNumber() ? self.asLong() >= 0 : matches(self, "^(100|[0-9]{1,2})%$")),
            rule("self.name.matches('^[ -<>-~]+$')", self -> matches(self.path("name"), "^[ -<>-~]+$")),
            rule(
                    "!(has(self.value) && self.value != '' && has(self.valueFrom))",
                    self -> !(isGiven(self, "value") && self.has("valueFrom"))),
            rule(
                    "has(self.configMapRef) != has(self.secretRef)",
                    self -> self.has("configMapRef") != self.has("secretRef")),
            rule("self.matches('^sha256:[0-9a-f]{64}$')", self -> matches(self, "^sha256:[0-9a-f]{64}$")),
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
                    self -> matches(self, "^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$")),
            rule(
                    "[has(self.claim), has(self.existingClaim), has(self.ephemeral)].filter(given, given).size() <= 1",
                    self -> count(self, "claim", "existingClaim", "ephemeral") <= 1),
            rule(
                    "string(self).size() <= 32 && !string(self).matches('[eE][+-]?[0-9]{3}')"
                            + " && isQuantity(string(self)) && quantity(string(self)).isGreaterThan(quantity('0'))",
                    self -> isQuantity(self) && matches(self, "^[^-eE]*[1-9]")),
            rule(
                    "has(self.claimName) && self.claimName.matches('^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$')",
                    self -> matches(self.path("claimName"), "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")),
            rule(
                    "self.startsWith('/') && !self.contains(':') && !self.matches('^[/.]*$')"
                            + " && !self.matches('^/+tmp/*$')",
                    self -> matches(self, "^/")
                            && !matches(self, ":")
                            && !matches(self, "^[/.]*$")
                            && !matches(self, "^/+tmp/*$")));

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

    /** The end is the end: Java's $ would let a line's end follow. */
    private static boolean matches(JsonNode self, String pattern) {
        return matches(self.asText(), pattern);
    }

    private static boolean matches(String text, String pattern) {
        return PATTERNS.computeIfAbsent(pattern, key -> Pattern.compile(key.replace("$", "\\z")))
                .matcher(text)
                .find();
    }

    private static boolean allNames(JsonNode self, String pattern) {
        return self.propertyStream().allMatch(field -> matches(field.getKey(), pattern));
    }

    private static boolean isQuantity(JsonNode self) {
        return Quantities.isBounded(self.asText());
    }
}
