package ai.stigmer.agentrunner.crd;

import ai.stigmer.agentrunner.api.AgentRunnerSpec;
import ai.stigmer.agentrunner.api.AgentRunnerStatus;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The checked-in files that are made from others. */
final class GeneratedFiles {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();

    private static final String RIGHTS = "manifests/rbac/role.yaml";

    private GeneratedFiles() {}

    /**
     * The text of each file, by its path from the root of the checkout. Helm reads nothing outside its chart: what a
     * chart shares with the manifests is a copy.
     *
     * @throws IOException when the checkout's {@code manifests/rbac/role.yaml} can't be read
     */
    static Map<String, String> of(Path checkout) throws IOException {
        var definition = Definition.make();
        var files = new TreeMap<String, String>();
        files.put("manifests/crd/agentrunners.yaml", yaml(definition));
        files.put("helm/agentrunner-operator/files/agentrunners.yaml", yaml(definition));
        files.put("cli/src/main/resources/agentrunners.json", schema(definition));
        files.put(
                "helm/agentrunner-operator/files/role.yaml",
                "# Copied from %s. To change it: edit that, then make generate.\n".formatted(RIGHTS)
                        + Files.readString(checkout.resolve(RIGHTS)));
        files.put(
                "docs/reference.md",
                ReferencePage.of(checkout, definition, AgentRunnerSpec.class, AgentRunnerStatus.class));
        return files;
    }

    private static String yaml(ObjectNode definition) throws JsonProcessingException {
        return "# Generated from the Java types in crds/. To change it: edit them, then make generate.\n"
                + YAML.writeValueAsString(definition);
    }

    /** For the agentrunner command, which would need longer to read the definition as YAML than for all else. */
    private static String schema(ObjectNode definition) {
        return definition.at("/spec/versions/0/schema/openAPIV3Schema") + "\n";
    }
}
