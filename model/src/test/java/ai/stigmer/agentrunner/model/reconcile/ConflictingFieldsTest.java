package ai.stigmer.agentrunner.model.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether a refusal comes of what others put in, and what takes it out. What the API server makes of it: SharedDeploymentTest. */
class ConflictingFieldsTest {

    @Test
    void only_places_with_a_choice_count() {
        for (var field : List.of(
                "spec.strategy.rollingUpdate",
                "spec.template.spec.volumes[3].hostPath",
                "spec.template.spec.containers[0].env[12].valueFrom",
                "spec.template.spec.initContainers[1].readinessProbe.tcpSocket",
                "spec.template.spec.containers[0].lifecycle.preStop.httpGet")) {
            assertThat(ConflictingFields.isCause(cause(field))).as(field).isTrue();
        }
        for (var field : List.of(
                "spec.template.spec.volumes[3].name",
                "spec.template.spec.volumes[3].configMap.name",
                "spec.template.spec.containers[0].volumeMounts[2].name",
                "spec.template.spec.containers[0].env[12].name",
                "spec.selector")) {
            assertThat(ConflictingFields.isCause(cause(field))).as(field).isFalse();
        }
        assertThat(ConflictingFields.isCause(new StatusCause())).isFalse();
    }

    @Test
    void the_patch_makes_each_choice_and_says_nothing_else() throws JsonProcessingException {
        var desired = Serialization.unmarshal("""
                metadata: {name: demo, uid: u, labels: {a: b}}
                spec:
                  replicas: 2
                  strategy: {type: Recreate}
                  template:
                    spec:
                      containers:
                        - name: agent-runner
                          image: a/b
                          env:
                            - {name: PLAIN, value: x}
                            - {name: KEY, valueFrom: {secretKeyRef: {name: s, key: k}}}
                          livenessProbe: {exec: {command: [check]}, periodSeconds: 30}
                      volumes: [{name: tmp, emptyDir: {}}]
                """, Deployment.class);
        var json = new ObjectMapper();
        assertThat(json.readTree(ConflictingFields.patch(desired))).isEqualTo(json.readTree("""
                {"metadata": {"uid": "u"}, "spec": {
                  "strategy": {"type": "Recreate", "$retainKeys": ["type"]},
                  "template": {"spec": {
                    "volumes": [{"name": "tmp", "emptyDir": {}, "$retainKeys": ["emptyDir", "name"]}],
                    "initContainers": [],
                    "containers": [{
                      "name": "agent-runner",
                      "env": [
                        {"name": "PLAIN", "value": "x", "valueFrom": null},
                        {"name": "KEY", "value": null, "valueFrom": {
                          "fieldRef": null, "resourceFieldRef": null, "configMapKeyRef": null, "fileKeyRef": null,
                          "secretKeyRef": {"name": "s", "key": "k"}}}],
                      "livenessProbe": {
                        "exec": {"command": ["check"]},
                        "httpGet": null, "tcpSocket": null, "grpc": null, "sleep": null}}]}}}}
                """));
    }

    private static StatusCause cause(String field) {
        return new StatusCause(field, "no", "FieldValueForbidden");
    }
}
