package ai.stigmer.agentrunner.operator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stigmer.agentrunner.model.build.BuildQueue.Limits;
import ai.stigmer.agentrunner.model.build.Registry;
import ai.stigmer.agentrunner.model.rule.BuildBounds;
import ai.stigmer.agentrunner.model.rule.Permission;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Toleration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {

    @Test
    void without_any_setting_everything_is_watched_and_nothing_allowed() {
        var config = config(Map.of());
        assertThat(config.namespaces()).isEmpty();
        assertThat(config.workers()).isEqualTo(50);
        assertThat(config.policy().allowed()).isEmpty();
        assertThat(config.watchSecrets()).isFalse();
        assertThat(config.election().enabled()).isFalse();
        assertThat(config.http().port()).isEqualTo(8080);
        assertThat(config.watchSilence()).isEqualTo(Duration.ofMinutes(3));
    }

    @Test
    void a_flag_wins_over_its_variable() {
        var environment = Map.of("AGENTRUNNER_WORKERS", "7", "AGENTRUNNER_NAMESPACES", "a, b");
        assertThat(config(environment).workers()).isEqualTo(7);
        assertThat(config(environment).namespaces()).containsExactlyInAnyOrder("a", "b");
        assertThat(config(environment, "--workers", "8").workers()).isEqualTo(8);
    }

    @Test
    void each_permission_has_a_flag_and_a_variable_named_after_its_setting() {
        assertThat(config(Map.of(), "--policy-allow-host-network").policy().allows(Permission.HOST_NETWORK))
                .isTrue();
        assertThat(config(Map.of("AGENTRUNNER_POLICY_ALLOW_INLINE_CSI_VOLUMES", "true"))
                        .policy()
                        .allowed())
                .containsExactly(Permission.CSI_VOLUMES);
        for (var permission : Permission.values()) {
            assertThat(config(Map.of(), Settings.of(permission).flag() + "=true")
                            .policy()
                            .allowed())
                    .containsExactly(permission);
        }
    }

    @Test
    void labels_and_annotations_are_allowed_by_domain_or_key() {
        assertThat(config(Map.of("AGENTRUNNER_POLICY_ALLOWED_METADATA", "example.com, sidecar.istio.io/inject"))
                        .policy()
                        .metadata()
                        .listed())
                .containsExactlyInAnyOrder("example.com", "sidecar.istio.io/inject");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            --workers=0 | --workers is "0" but must be a whole number from 1 to 1000; write for example --workers 50
            --workers=many | --workers is "many" but must be a whole number from 1 to 1000; write for example --workers 50
            --namespaces=A_B | --namespaces is "A_B" but must be all, or names of small letters
            --watch-silence=soon | --watch-silence is "soon" but must be a time above zero such as 500ms, 15s, 3m or 1h
            --log-format=xml | --log-format is "xml" but must be one of text, json; write for example --log-format text
            --watch-secrets=perhaps | --watch-secrets is "perhaps" but must be true or false
            --kubeconfig=/none | --kubeconfig is "/none" but must be a file that can be read
            --renew-deadline=20s | --renew-deadline is "20s" but must be shorter than lease-duration
            --retry-period=9s | --retry-period is "9s" but must be at most half of renew-deadline
            --builds-max-concurrent=0 | --builds-max-concurrent is "0" but must be a whole number from 1 to 1000
            --builds-max-concurrent-per-namespace=0 | --builds-max-concurrent-per-namespace is "0" but must be a whole number from 1 to 1000; write for example --builds-max-concurrent-per-namespace 3
            --builds-scheduling-timeout=5 | --builds-scheduling-timeout is "5" but must be a time above zero such as 500ms, 15s, 3m or 1h; write for example --builds-scheduling-timeout 5m
            --builds-max-timeout=day | --builds-max-timeout is "day" but must be a time above zero such as 500ms, 15s, 3m or 1h; write for example --builds-max-timeout 2h
            --builds-max-resources=16Gi | --builds-max-resources is "16Gi" but must be resources such as cpu=8,memory=16Gi; write for example --builds-max-resources cpu=8,ephemeral-storage=50Gi,memory=16Gi
            --builds-max-resources=memory=1e9 | --builds-max-resources is "memory=1e9" but must be resources such as
            --builds-security-profile=None | --builds-security-profile is "None" but must be one of Explicit, Unset, Localhost
            --builds-security-profile=Localhost | --builds-seccomp-profile is "" but must be the name of a profile on the nodes
            --builds-node-selector=ssd | --builds-node-selector is "ssd" but must be labels such as disk=ssd
            --builds-tolerations=a=b:Never | --builds-tolerations is "a=b:Never" but must be taints such as builds=true:NoSchedule
            --builds-pull-secrets=A | --builds-pull-secrets is "A" but must be names of small letters, digits, dashes and dots
            --builds-cache-size=-1Gi | --builds-cache-size is "-1Gi" but must be a size such as 10Gi
            --policy-allowed-metadata=*.example.com | --policy-allowed-metadata is "*.example.com" but must be domains such as example.com, which stand for their subdomains too
            --port=70000 | --port is "70000" but must be a whole number from 0 to 65535
            --client-qps=-1 | --client-qps is "-1" but must be a number of requests a second, 0 for no limit
            --worker=1 | --worker is not a flag: write --workers, or see --help
            start | "start" is not a flag: there are no other arguments, see --help
            """)
    void what_cannot_be_used_is_refused_with_what_to_write(String flag, String sentence) {
        assertThatThrownBy(() -> config(Map.of(), flag))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void where_builds_run_is_said_as_kubectl_says_it() {
        var builder = config(
                        Map.of(),
                        "--builds-node-selector=disk=ssd, kubernetes.io/arch=amd64",
                        "--builds-tolerations=builds=true:NoSchedule,gpu",
                        "--builds-pull-secrets=mirror.example.com,other",
                        "--builds-cache-size=5Gi")
                .builds()
                .builder();
        assertThat(builder.placement().nodeSelector()).isEqualTo(Map.of("disk", "ssd", "kubernetes.io/arch", "amd64"));
        assertThat(builder.placement().tolerations())
                .containsExactly(
                        new Toleration("NoSchedule", "builds", "Equal", null, "true"),
                        new Toleration(null, "gpu", "Exists", null, null));
        assertThat(builder.placement().pullSecrets()).containsExactly("mirror.example.com", "other");
        assertThat(builder.cacheSize()).isEqualTo(new Quantity("5Gi"));
    }

    @Test
    void registries_are_listed_in_YAML_or_JSON() {
        var pem = "-----BEGIN CERTIFICATE-----\\nMIIB\\n-----END CERTIFICATE-----";
        var registries = config(
                        Map.of(),
                        "--builds-registries=[{host: docker.io, mirrors: [mirror.example.com:5000/docker]},"
                                + "{\"host\":\"mirror.example.com:5000\",\"insecure\":true,\"ca\":\"" + pem + "\"}]")
                .builds()
                .builder()
                .registries();
        assertThat(registries)
                .containsExactly(
                        new Registry("docker.io", List.of("mirror.example.com:5000/docker"), false, Optional.empty()),
                        new Registry(
                                "mirror.example.com:5000", List.of(), true, Optional.of(pem.replace("\\n", "\n"))));
        assertThat(config(Map.of()).builds().builder().registries()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docker.io",
                "[docker.io]",
                "[{host: docker.io}]",
                "[{host: https://docker.io, insecure: true}]",
                "[{host: docker.io/library, insecure: true}]",
                "[{host: docker.io, mirror: [a]}]",
                "[{host: docker.io, mirrors: [https://a]}]",
                "[{host: docker.io, mirrors: [null]}]",
                "[{mirrors: [a]}]",
                "[null]",
                "null",
                "~",
                "[{host: docker.io, ca: /etc/ca.pem}]",
                "[{host: a, insecure: true}, {host: a, mirrors: [b]}]"
            })
    void a_list_of_registries_that_is_none_is_refused_with_an_example(String value) {
        assertThatThrownBy(() -> config(Map.of(), "--builds-registries=" + value))
                .hasMessageStartingWith("--builds-registries is \"" + value + "\" but must be a list of registries")
                .hasMessageContaining("[{host: docker.io, mirrors: [mirror.example.com]}]");
    }

    @Test
    void certificates_of_registries_fit_beside_the_files_of_a_build() {
        var half = "-----BEGIN CERTIFICATE-----" + "A".repeat(32 * 1024 - 27);
        var fits = "[{host: a, ca: " + half + "}, {host: b, ca: " + half + "}]";
        assertThat(config(Map.of(), "--builds-registries=" + fits)
                        .builds()
                        .builder()
                        .registries())
                .hasSize(2);
        var tooLong = fits.replace("}]", "A}]");
        assertThatThrownBy(() -> config(Map.of(), "--builds-registries=" + tooLong))
                .hasMessageContaining("at most 64 KiB in all")
                .hasMessageMatching("(?s).{0,1500}");
    }

    @Test
    void how_much_a_build_may_take_is_bounded_unless_all_bounds_are_taken_away() {
        assertThat(config(Map.of()).policy().builds()).isEqualTo(BuildBounds.BY_DEFAULT);
        assertThat(config(Map.of()).builds().limits()).isEqualTo(new Limits(5, 3));
        var bounds = config(Map.of(), "--builds-max-timeout=30m", "--builds-max-resources=cpu=500m, nvidia.com/gpu=1")
                .policy()
                .builds();
        assertThat(bounds.timeout()).isEqualTo(Duration.ofMinutes(30));
        assertThat(bounds.resources())
                .isEqualTo(Map.of("cpu", new Quantity("500m"), "nvidia.com/gpu", new Quantity("1")));
        assertThat(config(Map.of(), "--builds-max-resources=").policy().builds().resources())
                .isEmpty();
    }

    @Test
    void a_wrong_variable_is_named_as_such() {
        assertThatThrownBy(() -> config(Map.of("AGENTRUNNER_CLIENT_BURST", "x")))
                .hasMessage("AGENTRUNNER_CLIENT_BURST is \"x\" but must be a whole number from 1 to 1000000; write for"
                        + " example AGENTRUNNER_CLIENT_BURST=1000");
        assertThatThrownBy(() -> config(Map.of("AGENTRUNNER_WORKER", "9")))
                .hasMessage("AGENTRUNNER_WORKER is not a setting: write AGENTRUNNER_WORKERS, or see --help");
    }

    @Test
    void variables_that_begin_alike_but_belong_to_others_are_left_alone() {
        assertThat(config(Map.of(
                                "AGENTRUNNER_OPERATOR_SERVICE_HOST", "10.0.0.1",
                                "AGENTRUNNER_OPERATOR_PORT_8080_TCP_ADDR", "10.0.0.1",
                                "AGENTRUNNER_CLUSTER_BIN", "/bin",
                                "PATH", "/bin"))
                        .workers())
                .isEqualTo(50);
    }

    @Test
    void help_names_every_setting_and_nothing_is_started() {
        var help = print("--help");
        for (var setting : Settings.all()) {
            assertThat(help).contains(setting.flag());
        }
        assertThat(print("--version")).isEqualTo("agentrunner-operator 1.2.3");
    }

    @Test
    void the_log_says_what_is_in_force() {
        assertThat(config(Map.of("AGENTRUNNER_LOG_LEVEL", "debug"), "--workers=3")
                        .describe())
                .startsWith("settings: namespaces=all workers=3 ")
                .contains(" log-level=debug ")
                .contains(" policy-allow-root=false");
    }

    private static OperatorConfig config(Map<String, String> environment, String... flags) {
        return ((Invocation.Run) new SettingsReader("1.2.3").read(flags, environment)).config();
    }

    private static String print(String... flags) {
        return ((Invocation.Print) new SettingsReader("1.2.3").read(flags, Map.of())).text();
    }
}
