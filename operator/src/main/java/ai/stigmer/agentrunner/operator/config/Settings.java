package ai.stigmer.agentrunner.operator.config;

import ai.stigmer.agentrunner.model.plan.Installation;
import ai.stigmer.agentrunner.model.rule.BuildBounds;
import ai.stigmer.agentrunner.model.rule.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of all settings, in the order of the help. */
final class Settings {
    static final Setting NAMESPACES = Setting.of(
            "namespaces", "all|NAME,...", "all", "the namespaces to watch; the operator's role must allow it");
    // 5 were far too few for a burst of 200 AgentRunners, 50 were enough; they mostly wait for the API server.
    static final Setting WORKERS = Setting.of("workers", "N", "50", "how many AgentRunners are reconciled at a time");
    static final Setting WATCH_SECRETS = Setting.flag(
            "watch-secrets",
            false,
            "roll the pods when a Secret they use changes; needs the right to list Secrets, which includes reading");
    static final Setting LEADER_ELECTION = Setting.flag(
            "leader-election", false, "let one of several replicas lead; without it this process starts at once");
    static final Setting LEASE_NAME =
            Setting.of("lease-name", "NAME", "agentrunner-operator", "the Lease that the replicas compete for");
    static final Setting LEASE_NAMESPACE =
            Setting.of("lease-namespace", "NAME", "", "the Lease's namespace; the pod's own by default");
    static final Setting LEASE_IDENTITY =
            Setting.of("lease-identity", "NAME", "", "this replica's name in the Lease; the pod's by default");
    static final Setting LEASE_DURATION =
            Setting.of("lease-duration", "TIME", "15s", "how long a Lease is valid without being renewed");
    static final Setting RENEW_DEADLINE =
            Setting.of("renew-deadline", "TIME", "10s", "when a leader that can't renew gives up and exits");
    static final Setting RETRY_PERIOD =
            Setting.of("retry-period", "TIME", "2s", "the time between attempts to acquire or renew the Lease");
    static final Setting KUBECONFIG = Setting.of(
            "kubeconfig", "FILE", "", "how to reach the cluster; by default KUBECONFIG, else the pod's ServiceAccount");
    static final Setting CONTEXT = Setting.of("context", "NAME", "", "the context of the kubeconfig; its current one");
    static final Setting AS = Setting.of("as", "USER", "", "the user to impersonate, e.g. a ServiceAccount in a test");
    // Six requests bring up one AgentRunner, Events included; the API server guards itself besides.
    static final Setting CLIENT_QPS =
            Setting.of("client-qps", "N", "400", "requests a second to the API server, at most; 0: no limit");
    static final Setting CLIENT_BURST =
            Setting.of("client-burst", "N", "1000", "requests that may be sent at once before client-qps limits them");
    static final Setting HTTP_ADDRESS =
            Setting.of("http-address", "IP", "0.0.0.0", "where /livez, /readyz and /metrics listen");
    static final Setting HTTP_PORT = Setting.of("port", "N", "8080", "their port; 0: any free one, see the log");
    static final Setting WATCH_SILENCE = Setting.of(
            "watch-silence",
            "TIME",
            "3m",
            "how long a watch may be silent before /livez fails; bookmarks come each minute");
    static final Setting BUILDS_IMAGE = Setting.of(
            "builds-image", "IMAGE", Installation.BUILDER.image(), "the image that builds images: a rootless BuildKit");
    static final Setting BUILDS_MAX_CONCURRENT =
            Setting.of("builds-max-concurrent", "N", "5", "how many builds run at a time; others are queued");
    static final Setting BUILDS_MAX_CONCURRENT_PER_NAMESPACE = Setting.of(
            "builds-max-concurrent-per-namespace", "N", "3", "how many of them in one namespace; others are queued");
    static final Setting BUILDS_SCHEDULING_TIMEOUT = Setting.of(
            "builds-scheduling-timeout",
            "TIME",
            Values.text(Installation.BUILDER.schedulingTimeout()),
            "how long a build's pod may wait for a node before its turn goes to a build that waits");
    static final Setting BUILDS_MAX_TIMEOUT = Setting.of(
            "builds-max-timeout",
            "TIME",
            Values.text(BuildBounds.BY_DEFAULT.timeout()),
            "the longest that build.timeoutSeconds may be");
    static final Setting BUILDS_MAX_RESOURCES = Setting.of(
            "builds-max-resources",
            "NAME=QUANTITY,...",
            Values.text(BuildBounds.BY_DEFAULT.resources()),
            "the most that build.resources may ask for; a resource that is not named has no bound");
    static final Setting BUILDS_SECURITY_PROFILE = Setting.of(
            "builds-security-profile",
            "Explicit|Unset|Localhost",
            "Explicit",
            "seccomp and AppArmor of a build's pod: Unconfined, not set, or a profile of the nodes by name");
    static final Setting BUILDS_SECCOMP_PROFILE = Setting.of(
            "builds-seccomp-profile", "NAME", "", "a seccomp profile of the nodes, with the profile Localhost");
    static final Setting BUILDS_APPARMOR_PROFILE = Setting.of(
            "builds-apparmor-profile", "NAME", "", "an AppArmor profile of the nodes, with the profile Localhost");
    static final Setting BUILDS_NODE_SELECTOR =
            Setting.of("builds-node-selector", "KEY=VALUE,...", "", "labels of the nodes on which builds run");
    static final Setting BUILDS_TOLERATIONS = Setting.of(
            "builds-tolerations",
            "KEY[=VALUE][:EFFECT],...",
            "",
            "taints of nodes on which builds may run, as kubectl taint writes them");
    static final Setting BUILDS_PULL_SECRETS = Setting.of(
            "builds-pull-secrets",
            "NAME,...",
            "",
            "Secrets in an AgentRunner's namespace with which builds-image is pulled");
    static final Setting BUILDS_CACHE_SIZE =
            Setting.of("builds-cache-size", "SIZE", "10Gi", "the size of a new claim for the cache Volume");
    static final Setting BUILDS_REGISTRIES = Setting.of(
            "builds-registries",
            "[{host: HOST,...},...]",
            "",
            "registries that builds reach in another way, with mirrors: [HOST[/PATH],...], insecure: true (plain HTTP) or"
                    + " ca: PEM");
    static final Setting BUILDS_LOCAL_REGISTRY_PUSH_HOST = Setting.of(
            "builds-local-registry-push-host",
            "HOST",
            "",
            "how pods reach the local registry, where its ConfigMap doesn't say; of kind's own: kind-registry:5000");
    static final Setting POLICY_ALLOWED_METADATA = Setting.of(
            "policy-allowed-metadata",
            "DOMAIN|KEY,...",
            "",
            "labels and annotations that pods may have besides: domains, with their subdomains, or whole keys");
    static final Setting LOG_FORMAT =
            Setting.of("log-format", "text|json", "text", "text for people, json for log collectors");
    static final Setting LOG_LEVEL =
            Setting.of("log-level", "error|warn|info|debug|trace", "info", "how much the operator itself logs");

    private Settings() {}

    static List<Setting> all() {
        var all = new ArrayList<>(List.of(
                NAMESPACES,
                WORKERS,
                WATCH_SECRETS,
                LEADER_ELECTION,
                LEASE_NAME,
                LEASE_NAMESPACE,
                LEASE_IDENTITY,
                LEASE_DURATION,
                RENEW_DEADLINE,
                RETRY_PERIOD,
                KUBECONFIG,
                CONTEXT,
                AS,
                CLIENT_QPS,
                CLIENT_BURST,
                HTTP_ADDRESS,
                HTTP_PORT,
                WATCH_SILENCE,
                BUILDS_IMAGE,
                BUILDS_MAX_CONCURRENT,
                BUILDS_MAX_CONCURRENT_PER_NAMESPACE,
                BUILDS_SCHEDULING_TIMEOUT,
                BUILDS_MAX_TIMEOUT,
                BUILDS_MAX_RESOURCES,
                BUILDS_SECURITY_PROFILE,
                BUILDS_SECCOMP_PROFILE,
                BUILDS_APPARMOR_PROFILE,
                BUILDS_NODE_SELECTOR,
                BUILDS_TOLERATIONS,
                BUILDS_PULL_SECRETS,
                BUILDS_CACHE_SIZE,
                BUILDS_REGISTRIES,
                BUILDS_LOCAL_REGISTRY_PUSH_HOST,
                LOG_FORMAT,
                LOG_LEVEL));
        for (var permission : Permission.values()) {
            all.add(of(permission));
        }
        all.add(POLICY_ALLOWED_METADATA);
        return List.copyOf(all);
    }

    /** {@code policy.allowHostNetwork} is the flag {@code --policy-allow-host-network}. */
    static Setting of(Permission permission) {
        var name = permission
                .setting()
                .replace('.', '-')
                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
        return Setting.flag(name, false, "allow " + permission.grants());
    }
}
