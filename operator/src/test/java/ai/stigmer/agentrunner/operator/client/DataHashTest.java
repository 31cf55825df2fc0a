package ai.stigmer.agentrunner.operator.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataHashTest {

    @Test
    void what_is_kept_is_a_hash_and_no_data() {
        var configMap = configMap("1", Map.of("key", "value"));
        var kept = DataHash.keep(configMap);
        assertThat(DataHash.of(kept)).isEqualTo(DataHash.of(configMap)).isNotEmpty();
        assertThat(kept.toString()).doesNotContain("value");
        assertThat(kept.getMetadata().getName()).isEqualTo("settings");
        assertThat(kept.getMetadata().getResourceVersion()).isEqualTo("1");
        var secret = new SecretBuilder()
                .withNewMetadata()
                .withName("s")
                .endMetadata()
                .addToData("key", "c2VjcmV0")
                .build();
        assertThat(DataHash.keep(secret).getData()).isNullOrEmpty();
    }

    @Test
    void only_data_counts() {
        assertThat(DataHash.of(configMap("1", Map.of("a", "1", "b", "2"))))
                .isEqualTo(DataHash.of(configMap("2", Map.of("b", "2", "a", "1"))))
                .isNotEqualTo(DataHash.of(configMap("1", Map.of("a", "1", "b", "3"))))
                .isNotEqualTo(DataHash.of(configMap("1", Map.of("a", "1"))));
        assertThat(DataHash.of(configMap("1", Map.of("a", "db=1:x"))))
                .isNotEqualTo(DataHash.of(configMap("1", Map.of("a", "", "b", "x"))));
    }

    private static ConfigMap configMap(String version, Map<String, String> data) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName("settings")
                .withResourceVersion(version)
                .endMetadata()
                .withData(data)
                .build();
    }
}
