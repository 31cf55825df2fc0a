package ai.stigmer.agentrunner.cli.manifest;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.model.NamespacedName;
import ai.stigmer.agentrunner.model.spec.DataDigest;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Makes sense of the documents, or says everything that is wrong with them at once. */
public final class ManifestReader {
    /** More mistakes than these don't help. */
    private static final int PROBLEMS = 20;

    private final List<Manifests.Source> runners = new ArrayList<>();
    private final Map<String, Map<String, byte[]>> secrets = new LinkedHashMap<>();
    private final Map<String, Map<String, byte[]>> configMaps = new LinkedHashMap<>();
    private final Map<NamespacedName, String> digests = new HashMap<>();
    private final List<String> ignored = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    /** What no two AgentRunners may have alike. */
    private final Function<AgentRunner, String> identity;

    /** Where a document names none. */
    private final String namespace;

    private ManifestReader(Function<AgentRunner, String> identity, String namespace) {
        this.identity = identity;
        this.namespace = namespace;
    }

    /**
     * Reads them all, for containers of one machine: there are no namespaces.
     *
     * @throws Failure with each mistake in a line of its own
     */
    public static Manifests read(List<ManifestFile> files) {
        return read(files, runner -> runner.getMetadata().getName(), RunnerDocument.NAMESPACE);
    }

    /**
     * Reads them all, for a cluster: two namespaces may have AgentRunners of one name.
     *
     * @throws Failure with each mistake in a line of its own, or where there is no AgentRunner
     */
    public static Manifests readForCluster(List<ManifestFile> files) {
        return readForCluster(files, RunnerDocument.NAMESPACE);
    }

    /**
     * The same where another namespace than the usual one is in use.
     *
     * @param namespace of what names none
     * @throws Failure with each mistake in a line of its own, or where there is no AgentRunner
     */
    public static Manifests readForCluster(List<ManifestFile> files, String namespace) {
        var manifests = read(files, runner -> NamespacedName.of(runner).toString(), namespace);
        if (manifests.runners().isEmpty()) {
            throw Failure.invalid("there is no AgentRunner in these files");
        }
        return manifests;
    }

    private static Manifests read(List<ManifestFile> files, Function<AgentRunner, String> identity, String namespace) {
        var reader = new ManifestReader(identity, namespace);
        for (var file : files) {
            YamlReader.read(file.name(), file.text()).forEach(document -> reader.document(document, 0));
        }
        if (!reader.problems.isEmpty()) {
            var told = reader.problems.subList(0, Math.min(PROBLEMS, reader.problems.size()));
            int rest = reader.problems.size() - told.size();
            throw Failure.invalid(String.join("\n", told) + (rest == 0 ? "" : "\nand " + rest + " more"));
        }
        return new Manifests(
                reader.runners, new Configuration(reader.secrets, reader.configMaps), reader.digests, reader.ignored);
    }

    private void document(YamlDocument document, int depth) {
        if (!document.tree().isObject()) {
            problems.add(document.position("") + ": this is no Kubernetes object: it has no apiVersion and no kind");
            return;
        }
        switch (document.text("kind")) {
            case AgentRunner.KIND -> runner(document);
            case "Secret" -> secret(document);
            case "ConfigMap" -> configMap(document);
            case "" -> problems.add(document.position("") + ": kind is missing: write kind: AgentRunner");
            case "List" -> items(document, depth);
            default -> ignored.add(document.position("") + " " + document.text("kind") + " " + document.name());
        }
    }

    private void items(YamlDocument list, int depth) {
        if (depth > 0) {
            problems.add(list.position("") + ": a List in a List: write its items into one");
            return;
        }
        list.items().forEach(item -> document(item, depth + 1));
    }

    private void runner(YamlDocument document) {
        if (!document.text("apiVersion").equals(AgentRunner.API_VERSION)) {
            problems.add(document.position(".apiVersion") + ": apiVersion: write " + AgentRunner.API_VERSION);
            return;
        }
        var mistakes = new ArrayList<>(metadata(document));
        mistakes.addAll(Schema.problems(document));
        problems.addAll(mistakes);
        if (!mistakes.isEmpty()) {
            return;
        }
        try {
            var runner = RunnerDocument.runner(document.tree(), namespace);
            runners.stream()
                    .filter(other -> identity.apply(other.runner()).equals(identity.apply(runner)))
                    .findFirst()
                    .ifPresent(other -> problems.add(document.position(".metadata.name") + ": metadata.name: "
                            + document.name() + " is also the name of the AgentRunner at " + other.position()
                            + sameName(other.runner(), runner)));
            runners.add(new Manifests.Source(runner, document.tree(), document.position("")));
        } catch (JsonProcessingException e) {
            problems.add(document.position("") + ": "
                    + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
    }

    private static String sameName(AgentRunner one, AgentRunner other) {
        return NamespacedName.of(one).equals(NamespacedName.of(other))
                ? "; give one of them another name"
                : "; here there are no namespaces, give one of them another name";
    }

    /** As the API server wants a name to be. */
    private static List<String> metadata(YamlDocument document) {
        if (!document.name().matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")) {
            return List.of(document.position(".metadata.name")
                    + ": metadata.name: write a name of lower-case letters, digits and '-', e.g. demo");
        }
        return List.of();
    }

    private void secret(YamlDocument document) {
        var values = secrets.computeIfAbsent(named(document), name -> new LinkedHashMap<>());
        values(document, "data", "stringData", ManifestReader::decoded, values);
        values(document, "stringData", "stringData", ManifestReader::bytes, values);
    }

    private void configMap(YamlDocument document) {
        var values = configMaps.computeIfAbsent(named(document), name -> new LinkedHashMap<>());
        values(document, "binaryData", "data", ManifestReader::decoded, values);
        values(document, "data", "data", ManifestReader::bytes, values);
        digests.put(
                new NamespacedName(document.namespace().isEmpty() ? namespace : document.namespace(), document.name()),
                DataDigest.of(texts(document, "data"), texts(document, "binaryData")));
    }

    /** As the API server keeps them: base64 without white space. */
    private static Map<String, String> texts(YamlDocument document, String field) {
        var texts = new HashMap<String, String>();
        document.tree()
                .path(field)
                .properties()
                .forEach(entry -> texts.put(
                        entry.getKey(),
                        field.equals("data")
                                ? entry.getValue().asText()
                                : entry.getValue().asText().replaceAll("\\s", "")));
        return texts;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] decoded(String text) {
        return Base64.getDecoder().decode(text.replaceAll("\\s", ""));
    }

    /** As the API server takes them: a key becomes the name of a file. */
    private void values(
            YamlDocument document,
            String field,
            String forText,
            Function<String, byte[]> decode,
            Map<String, byte[]> values) {
        document.tree().path(field).properties().forEach(entry -> {
            var key = entry.getKey();
            var position = document.position("." + field + "." + key) + ": " + field + "." + key + ": ";
            if (!key.matches("[-._a-zA-Z0-9]{1,253}") || key.startsWith("..") || key.equals(".")) {
                problems.add(position + "write a key of letters, digits, '-', '_' and '.'");
            } else if (!entry.getValue().isTextual()) {
                problems.add(position + "write its value as a text, in quotes");
            } else {
                try {
                    values.put(key, decode.apply(entry.getValue().asText()));
                } catch (IllegalArgumentException e) {
                    problems.add(position + "this is no base64: write it as plain text under " + forText);
                }
            }
        });
    }

    private String named(YamlDocument document) {
        if (document.name().isEmpty()) {
            problems.add(document.position("") + ": metadata.name is missing");
        }
        return document.name();
    }
}
