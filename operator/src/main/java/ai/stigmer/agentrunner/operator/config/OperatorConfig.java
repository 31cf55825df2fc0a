package ai.stigmer.agentrunner.operator.config;

import ai.stigmer.agentrunner.model.build.BuildQueue.Limits;
import ai.stigmer.agentrunner.model.build.Builder;
import ai.stigmer.agentrunner.model.build.SecurityProfile;
import ai.stigmer.agentrunner.model.plan.Installation;
import ai.stigmer.agentrunner.model.rule.Permission;
import ai.stigmer.agentrunner.model.rule.Policy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything an installation can choose, read once at the start.
 *
 * @param namespaces to watch; empty: all
 * @param workers how many AgentRunners are reconciled at the same time, at most
 * @param watchSecrets whether a change of a referenced Secret rolls the pods; needs the right to list Secrets, and who
 *     may list them may read them
 * @param watchSilence how long a watch may go without a sign of life before the process reports itself as not live. The
 *     API server sends a bookmark about every minute
 * @param asGiven each setting's name and value, for the log; none is a secret
 */
public record OperatorConfig(
        Set<String> namespaces,
        int workers,
        Policy policy,
        boolean watchSecrets,
        Builds builds,
        Election election,
        Connection connection,
        Http http,
        Logging logging,
        Duration watchSilence,
        Map<String, String> asGiven) {

    public OperatorConfig {
        namespaces = Set.copyOf(namespaces);
    }

    /** The part that decides what is planned. */
    public Installation installation() {
        return new Installation(policy, builds.builder(), builds.localRegistryPushHost(), watchSecrets);
    }

    /** Whether AgentRunners may have images built; if not, Jobs are neither watched nor made. */
    public boolean buildsImages() {
        return policy.allows(Permission.BUILDS);
    }

    /** All settings in one line for the log, those by default too. */
    public String describe() {
        var text = new StringBuilder("settings:");
        asGiven.forEach(
                (name, value) -> text.append(' ').append(name).append('=').append(value.isEmpty() ? "\"\"" : value));
        return text.toString();
    }

    /**
     * Which of several replicas acts.
     *
     * @param enabled off: this process acts at once
     * @param namespace of the Lease; empty: the namespace the process runs in
     * @param duration how long a Lease that isn't renewed still counts
     * @param renewDeadline after how long without a renewal the leader gives up; shorter than duration
     * @param retryPeriod between two tries to renew or to acquire
     * @param identity in the Lease; empty: the host's name
     */
    public record Election(
            boolean enabled,
            String name,
            Optional<String> namespace,
            Duration duration,
            Duration renewDeadline,
            Duration retryPeriod,
            Optional<String> identity) {}

    /**
     * How images are built.
     *
     * @param localRegistryPushHost HOST or HOST:PORT at which pods reach the local registry, where its ConfigMap doesn't
     *     say; empty: only the ConfigMap counts
     * @param limits of builds at the same time, each at least 1
     */
    public record Builds(Builder builder, Optional<String> localRegistryPushHost, Limits limits) {
        /** As {@link SecurityProfile}, in the words of the settings. */
        enum Profile {
            Explicit,
            Unset,
            Localhost;

            SecurityProfile meaning() {
                return switch (this) {
                    case Explicit -> SecurityProfile.EXPLICIT;
                    case Unset -> SecurityProfile.UNSET;
                    case Localhost -> SecurityProfile.LOCALHOST;
                };
            }
        }
    }

    /**
     * How to reach the API server.
     *
     * @param kubeconfig empty: what KUBECONFIG names, else ~/.kube/config, else the ServiceAccount of the pod
     * @param context of the kubeconfig; empty: its current one
     * @param impersonate the user to act as, for tests; empty: nobody else
     * @param requestsPerSecond a limit on requests; 0: none
     * @param burst how many requests may go at once before the limit is felt
     */
    public record Connection(
            Optional<Path> kubeconfig,
            Optional<String> context,
            Optional<String> impersonate,
            double requestsPerSecond,
            int burst) {}

    /**
     * Where /livez, /readyz and /metrics are served.
     *
     * @param address an IP address of this host, e.g. 0.0.0.0
     * @param port 0: any free one, named in the log
     */
    public record Http(String address, int port) {}

    public record Logging(Format format, Level level) {
        public enum Format {
            /** Lines for people. */
            text,
            /** One JSON object a line, for collectors. */
            json
        }

        /** The level of the operator's own logger; each includes those before it. */
        public enum Level {
            error,
            warn,
            info,
            debug,
            trace
        }
    }
}
