package ai.stigmer.agentrunner.operator;

import ai.stigmer.agentrunner.model.rule.Policy;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of one operator process, read once. None is secret.
 *
 * @param namespaces to watch; empty: all
 * @param workers AgentRunners reconciled at once
 * @param leaderElection whether to wait for the lease before writing anything
 * @param leaseNamespace where the Lease is; empty: the operator's own namespace
 * @param policy what may be run beyond Pod Security restricted
 * @param watchSecrets whether a change of a referenced Secret rolls the pods
 * @param clientQps requests a second to the API server, at most; 0: no limit of our own
 * @param jsonLogs JSON instead of text
 * @param port of /livez, /readyz and /metrics; 0: any free one
 * @param kubeconfig empty: as kubectl finds it, or the pod's ServiceAccount
 * @param impersonate the user to act as, for tests and demos; empty: oneself
 */
record OperatorConfig(
        Set<String> namespaces,
        int workers,
        boolean leaderElection,
        Optional<String> leaseNamespace,
        Policy policy,
        boolean watchSecrets,
        int clientQps,
        boolean jsonLogs,
        int port,
        Optional<Path> kubeconfig,
        Optional<String> impersonate) {}
