package ai.stigmer.agentrunner.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stigmer.agentrunner.operator.testkit.OperatorProcess;
import ai.stigmer.agentrunner.operator.testkit.WithOperator;
import ai.stigmer.agentrunner.operator.testkit.WithOperator.Installed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A policy of the cluster that admits no object without a label, in the namespace of the test. */
@Installed(flags = OperatorProcess.NETWORK_POLICIES)
class CommonMetadataTest extends WithOperator {
    private static final String SPEC = """
            version: 1.4.2
            replicas: 2
            workspace: {claim: {accessModes: [ReadWriteMany]}}
            network: {policy: {enabled: true}}
            """;

    @BeforeEach
    void demandLabel() {
        user.apply("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: team-label, labels: {test: label}}
                spec:
                  failurePolicy: Fail
                  matchConstraints:
                    resourceRules:
                    - apiGroups: ["", apps, policy, networking.k8s.io]
                      apiVersions: [v1]
                      operations: [CREATE, UPDATE]
                      resources: [pods, persistentvolumeclaims, deployments, replicasets, poddisruptionbudgets, networkpolicies]
                  validations:
                  - expression: "has(object.metadata.labels) && 'team' in object.metadata.labels"
                    message: "the label team is missing"
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: team-label, labels: {test: label}}
                spec:
                  policyName: team-label
                  validationActions: [Deny]
                  matchResources: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: NAMESPACE}}}
                """.replace("NAMESPACE", user.namespace()));
        user.eventually(() -> assertThat(user.tryApply(
                                "{apiVersion: v1, kind: Pod, metadata: {name: probe}, spec: {containers: [{name: a, image: a}]}}",
                                "--dry-run=server")
                        .err())
                .contains("the label team is missing"));
    }

    @AfterEach
    void removePolicy() {
        CLUSTER.kubectl("delete", "validatingadmissionpolicies,validatingadmissionpolicybindings", "-l", "test=label")
                .orThrow();
    }

    @Test
    void every_object_and_every_pod_has_the_label_that_a_policy_demands() {
        user.runner("demo", SPEC);
        assertThat(user.awaitReason("demo", "ObjectRejected")).contains("the label team is missing");

        user.runner("demo", SPEC + "commonMetadata: {labels: {team: agents}}\n");
        user.awaitReady("demo");
        assertThat(user.kubectl("get", "deploy,rs,pods,pvc,pdb,netpol", "-l", "team=agents", "-o", "name")
                        .lines()
                        .map(name -> name.substring(0, name.indexOf('/'))))
                .containsExactly(
                        "deployment.apps",
                        "replicaset.apps",
                        "pod",
                        "pod",
                        "persistentvolumeclaim",
                        "poddisruptionbudget.policy",
                        "networkpolicy.networking.k8s.io");
    }
}
