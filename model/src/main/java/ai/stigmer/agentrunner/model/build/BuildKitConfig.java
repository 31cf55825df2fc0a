package ai.stigmer.agentrunner.model.build;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What buildkitd is told in its file, buildkitd.toml. */
final class BuildKitConfig {

    private BuildKitConfig() {}

    /** The text of the file, with what it says of each registry: of the output's, and of those that are listed. */
    static String of(Output output, List<Registry> registries) {
        // The pod's own /proc is masked, so that no other can be mounted within it: steps share the pod's.
        var config = new StringBuilder("[worker.oci]\nnoProcessSandbox = true\n");
        sections(output, registries).forEach((host, section) -> section.write(host, config));
        return config.toString();
    }

    /** By host: TOML has each table once. */
    private static Map<String, Section> sections(Output output, List<Registry> registries) {
        var sections = new LinkedHashMap<String, Section>();
        var push = host(output.push());
        if (output.insecure()) {
            section(sections, push).isInsecure = true;
        }
        var pull = host(output.pull());
        if (!pull.equals(push)) {
            // Base images may bear the name by which nodes know the same registry.
            section(sections, pull).mirrors.add(push);
        }
        for (int i = 0; i < registries.size(); i++) {
            var registry = registries.get(i);
            var section = section(sections, registry.host());
            section.isInsecure |= registry.insecure();
            section.mirrors.addAll(registry.mirrors());
            if (registry.ca().isPresent()) {
                section.certificates.add(BuildFiles.certificate(i));
            }
        }
        return sections;
    }

    private static Section section(Map<String, Section> sections, String host) {
        return sections.computeIfAbsent(host, added -> new Section());
    }

    private static String host(String repository) {
        return repository.substring(0, Math.max(0, repository.indexOf('/')));
    }

    private static final class Section {
        private boolean isInsecure;
        private final List<String> mirrors = new ArrayList<>();
        private final List<String> certificates = new ArrayList<>();

        private void write(String host, StringBuilder config) {
            config.append("[registry.\"").append(host).append("\"]\n");
            if (isInsecure) {
                // TLS whose certificate nobody has signed is tried first, then none.
                config.append("http = true\ninsecure = true\n");
            }
            list("mirrors", mirrors, config);
            list("ca", certificates, config);
        }

        private static void list(String name, List<String> values, StringBuilder config) {
            if (!values.isEmpty()) {
                config.append(name)
                        .append(" = [\"")
                        .append(String.join("\", \"", values))
                        .append("\"]\n");
            }
        }
    }
}
