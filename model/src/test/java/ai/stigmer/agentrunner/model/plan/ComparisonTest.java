package ai.stigmer.agentrunner.model.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counts as a difference between a desired object and the live one. */
class ComparisonTest {
    private static final YAMLMapper YAML = new YAMLMapper();

    @ParameterizedTest
    @CsvSource({"1024Mi,1Gi", "0.5,500m", "1,1000m", "1,1", "2000m,2", "1e3,1k"})
    void quantities_are_compared_by_value(String desired, String live) {
        pods("containers: [{name: a, resources: {limits: {x: '" + desired + "'}}}]")
                .isUnchangedBy("containers: [{name: a, resources: {limits: {x: '" + live + "'}}}]");
        pods("volumes: [{name: a, emptyDir: {sizeLimit: '" + desired + "'}}]")
                .isUnchangedBy("volumes: [{name: a, emptyDir: {sizeLimit: '" + live + "'}}]");
    }

    @Test
    void another_quantity_is_a_change() {
        pods("containers: [{name: a, resources: {limits: {memory: 1Gi}}}]")
                .isChangedBy("containers: [{name: a, resources: {limits: {memory: 1G}}}]");
    }

    @Test
    void a_label_that_is_called_like_a_quantity_is_none() {
        pods("nodeSelector: {sizeLimit: large, divisor: two}")
                .isUnchangedBy("nodeSelector: {sizeLimit: large, divisor: two}");
        pods("nodeSelector: {sizeLimit: large}").isChangedBy("nodeSelector: {sizeLimit: small}");
    }

    @Test
    void another_order_of_variables_or_of_init_containers_is_a_change() {
        pods("containers: [{name: a, env: [{name: A, value: '1'}, {name: B, value: '2'}]}]")
                .isChangedBy("containers: [{name: a, env: [{name: B, value: '2'}, {name: A, value: '1'}]}]");
        pods("initContainers: [{name: a}, {name: b}]").isChangedBy("initContainers: [{name: b}, {name: a}]");
    }

    @Test
    void what_others_inject_between_ours_is_no_change_of_their_order() {
        pods("containers: [{name: a, env: [{name: A, value: '1'}, {name: B, value: '2'}]}]")
                .isUnchangedBy("containers: [{name: i}, {name: a, env: [{name: I}, {name: A, value: '1'}, {name: J},"
                        + " {name: B, value: '2'}]}]");
        pods("containers: [{name: a, ports: [{containerPort: 53}]}]")
                .isUnchangedBy("containers: [{name: a, ports: [{containerPort: 53, protocol: UDP},"
                        + " {containerPort: 53, protocol: TCP}]}]");
    }

    @Test
    void the_order_of_arguments_is() {
        pods("containers: [{name: a, args: [x, y]}]").isChangedBy("containers: [{name: a, args: [y, x]}]");
    }

    @Test
    void zeros_that_the_api_server_leaves_out_are_no_change() {
        pods("containers: [{name: a, env: [{name: A, value: ''}], livenessProbe: {initialDelaySeconds: 0},"
                        + " volumeMounts: [{name: v, mountPath: /v, readOnly: false}], ports: []}]")
                .isUnchangedBy("containers: [{name: a, env: [{name: A}], livenessProbe: {},"
                        + " volumeMounts: [{name: v, mountPath: /v}]}]");
    }

    @Test
    void a_zero_that_asks_for_a_default_is_no_change() {
        pods("containers: [{name: a, imagePullPolicy: '', livenessProbe: {periodSeconds: 0, httpGet: {path: ''}}}]")
                .isUnchangedBy("containers: [{name: a, imagePullPolicy: Always, livenessProbe: {periodSeconds: 10,"
                        + " httpGet: {path: /}}}]");
    }

    @Test
    void a_false_that_holds_something_back_is_a_change_once_it_is_gone() {
        pods("automountServiceAccountToken: false").isChangedBy("restartPolicy: Always");
        pods("containers: [{name: a, securityContext: {allowPrivilegeEscalation: false}}]")
                .isChangedBy("containers: [{name: a, securityContext: {}}]");
        pods("automountServiceAccountToken: false").isUnchangedBy("automountServiceAccountToken: false");
    }

    @Test
    void root_that_was_asked_for_and_taken_out_is_a_change() {
        pods("securityContext: {runAsNonRoot: false, runAsUser: 0}").isChangedBy("securityContext: {}");
    }

    @Test
    void defaults_and_what_others_inject_are_no_change() {
        pods("containers: [{name: a, env: [{name: A, valueFrom: {fieldRef: {fieldPath: x}}}]}]")
                .isUnchangedBy(
                        "restartPolicy: Always, containers: [{name: a, terminationMessagePath: /x, env: [{name: I,"
                                + " value: '1'}, {name: A, valueFrom: {fieldRef: {apiVersion: v1, fieldPath: x}}}]},"
                                + " {name: injected}]");
    }

    @Test
    void a_removed_element_is_a_change() {
        pods("containers: [{name: a, env: [{name: A, value: '1'}]}]").isChangedBy("containers: [{name: a}]");
    }

    @Test
    void an_empty_directory_swapped_for_the_nodes_is_a_change() {
        pods("volumes: [{name: tmp, emptyDir: {}}]").isChangedBy("volumes: [{name: tmp, hostPath: {path: /}}]");
    }

    @Test
    void a_default_in_a_list_with_one_owner_is_no_change_and_an_addition_is() {
        var desired = "egress: [{ports: [{port: 53}]}]";
        egress(desired).isUnchangedBy("egress: [{ports: [{port: 53, protocol: TCP}]}]");
        egress(desired).isChangedBy("egress: [{ports: [{port: 53, endPort: 99}]}]");
        egress(desired).isChangedBy("egress: [{ports: [{port: 53}], to: [{namespaceSelector: {}}]}]");
        egress(desired).isChangedBy("egress: [{ports: [{port: 53}]}, {}]");
    }

    private static Desired pods(String podSpec) {
        return new Desired(Deployment.class, "spec: {template: {spec: {%s}}}", podSpec);
    }

    private static Desired egress(String spec) {
        return new Desired(NetworkPolicy.class, "spec: {%s}", spec);
    }

    /** A desired object, to be compared with a live one of the same frame. */
    private record Desired(Class<? extends HasMetadata> type, String frame, String desired) {

        void isUnchangedBy(String live) {
            assertThat(Comparison.unchanged(read(desired), read(live))).isTrue();
        }

        void isChangedBy(String live) {
            assertThat(Comparison.unchanged(read(desired), read(live))).isFalse();
        }

        private HasMetadata read(String part) {
            try {
                return YAML.readValue(frame.formatted(part), type);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(part, e);
            }
        }
    }
}
