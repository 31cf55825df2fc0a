package ai.stigmer.agentrunner.operator.config;

import ai.stigmer.agentrunner.model.build.Registry;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The list of registries that a setting holds, in YAML or JSON. */
final class Registries {
    /** What the setting must be. */
    static final String EXPECTED = "a list of registries, each once, with mirrors, insecure or ca, such as"
            + " [{host: docker.io, mirrors: [mirror.example.com]}]; ca holds certificates in PEM, at most 64 KiB in all";

    /** Characters of all certificates: annotations of a build's pod hold them, of 256 KiB, of which 128 are inline files'. */
    private static final int LONGEST_CERTIFICATES = 64 * 1024;

    private static final ObjectMapper YAML = new YAMLMapper();

    private static final Entry NOTHING = new Entry(null, null, null, null);

    private Registries() {}

    private record Entry(
            @Nullable String host,
            @Nullable List<@Nullable String> mirrors,
            @Nullable Boolean insecure,
            @Nullable String ca) {

        private Registry registry() {
            return new Registry(
                    text(host),
                    mirrors == null
                            ? List.of()
                            : mirrors.stream().map(Registries::text).toList(),
                    Boolean.TRUE.equals(insecure),
                    Optional.ofNullable(ca).filter(pem -> !pem.isEmpty()));
        }
    }

    /** Empty: the text is something else. */
    static Optional<List<Registry>> read(String text) {
        if (text.isBlank()) {
            return Optional.of(List.of());
        }
        try {
            return Optional.<List<@Nullable Entry>>ofNullable(YAML.readValue(text, new TypeReference<>() {}))
                    .map(entries -> entries.stream()
                            .map(entry ->
                                    Objects.requireNonNullElse(entry, NOTHING).registry())
                            .toList())
                    .filter(Registries::areValid);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static boolean areValid(List<Registry> registries) {
        var hosts = registries.stream().map(Registry::host).distinct().count();
        var certificates = registries.stream()
                .flatMap(registry -> registry.ca().stream())
                .mapToInt(String::length)
                .sum();
        return registries.stream().allMatch(Registry::isValid)
                && hosts == registries.size()
                && certificates <= LONGEST_CERTIFICATES;
    }

    /** Nothing is none that is valid. */
    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
