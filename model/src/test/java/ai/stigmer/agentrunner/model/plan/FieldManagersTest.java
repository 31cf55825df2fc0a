package ai.stigmer.agentrunner.model.plan;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.model.Yaml;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FieldManagersTest {
    private static final Deployment DESIRED = deployment("""
            metadata: {name: demo, labels: {a: b}}
            spec:
              replicas: 1
              template:
                spec:
                  containers:
                  - {name: agent-runner, image: ours, command: [run], resources: {limits: {memory: 1024Mi}}}
            """);

    @Test
    void whoever_owns_a_field_that_differs_changes_it() {
        var live = """
                metadata:
                  name: demo
                  labels: {a: b}
                  managedFields:
                  - {manager: agentrunner-operator, operation: Apply, fieldsV1: {"f:spec": {"f:replicas": {}}}}
                  - {manager: kube-controller-manager, operation: Update, subresource: status,
                     fieldsV1: {"f:spec": {"f:replicas": {}}}}
                  - manager: kubectl-set
                    operation: Update
                    fieldsV1:
                      "f:spec":
                        "f:replicas": {}
                        "f:template":
                          "f:spec":
                            "f:containers":
                              'k:{"name":"agent-runner"}': {"f:image": {}, "f:command": {}}
                spec:
                  replicas: 1
                  template:
                    spec:
                      containers:
                      - {name: agent-runner, image: theirs, command: [other], resources: {limits: {memory: 1Gi}}}
                      - {name: sidecar, image: proxy}
                """;
        assertThat(changing(live, false))
                .contains("kubectl-set changes spec.template.spec.containers[agent-runner].command,"
                        + " spec.template.spec.containers[agent-runner].image");
    }

    @Test
    void what_nobody_owns_was_changed_by_admission_or_taken_out() {
        var live = """
                metadata: {name: demo}
                spec:
                  replicas: 2
                  template:
                    spec:
                      containers:
                      - {name: agent-runner, image: ours, command: [run], resources: {limits: {memory: 2Gi}}}
                """;
        assertThat(changing(live, true))
                .contains("an admission policy or webhook of the cluster changes metadata.labels, spec.replicas,"
                        + " spec.template.spec.containers[agent-runner].resources.limits.memory");
        assertThat(changing(live, false).orElseThrow()).startsWith("a client that its managedFields don't name, or");
    }

    @Test
    void a_container_that_is_missing_is_named_and_more_than_three_fields_are_counted() {
        assertThat(changing("{metadata: {name: other}, spec: {template: {spec: {containers: []}}}}", true))
                .contains("an admission policy or webhook of the cluster changes metadata.labels, metadata.name,"
                        + " spec.replicas and 1 more");
    }

    @Test
    void what_is_as_desired_is_changed_by_nobody() {
        assertThat(FieldManagers.changing(DESIRED, DESIRED, false)).isEmpty();
    }

    private static Optional<String> changing(String live, boolean isByAdmission) {
        return FieldManagers.changing(DESIRED, deployment(live), isByAdmission);
    }

    private static Deployment deployment(String yaml) {
        return Yaml.value(Yaml.parse(yaml), Deployment.class);
    }
}
