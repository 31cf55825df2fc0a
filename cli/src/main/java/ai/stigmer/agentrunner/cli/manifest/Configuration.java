package ai.stigmer.agentrunner.cli.manifest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The Secrets and ConfigMaps that containers may refer to, by name, and in each the values by key. Names are enough: what
 * is in one call belongs together, whatever its namespace.
 */
public record Configuration(Map<String, Map<String, byte[]>> secrets, Map<String, Map<String, byte[]>> configMaps) {

    /** Nothing. */
    public static final Configuration NONE = new Configuration(Map.of(), Map.of());

    /** The Secret of that name. */
    public Optional<Map<String, byte[]>> secret(String name) {
        return Optional.ofNullable(secrets.get(name));
    }

    /** The ConfigMap of that name. */
    public Optional<Map<String, byte[]>> configMap(String name) {
        return Optional.ofNullable(configMaps.get(name));
    }

    /** The same with keys of a Secret that win over those it has. */
    public Configuration withSecret(String name, Map<String, byte[]> values) {
        var all = new LinkedHashMap<>(secrets);
        var merged = new LinkedHashMap<>(all.getOrDefault(name, Map.of()));
        merged.putAll(values);
        all.put(name, merged);
        return new Configuration(all, configMaps);
    }

    /** Never the values. */
    @Override
    public String toString() {
        return "Secrets " + secrets.keySet() + ", ConfigMaps " + configMaps.keySet();
    }
}
