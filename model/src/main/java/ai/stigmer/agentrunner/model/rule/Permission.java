package ai.stigmer.agentrunner.model.rule;

/**
 * What an installation may allow beyond pods under Pod Security {@code restricted}. All are off by default: whoever may
 * create an AgentRunner must gain nothing else.
 */
public enum Permission {
    HOST_NETWORK("policy.allowHostNetwork", "network.mode Host"),
    NETWORK_POLICIES("policy.allowNetworkPolicies", "network.policy: NetworkPolicies for their pods"),
    SERVICE_ACCOUNTS("policy.allowServiceAccounts", "ServiceAccounts other than the namespace's default"),
    SERVICE_ACCOUNT_TOKENS("policy.allowServiceAccountTokens", "mounted and projected tokens"),
    ROOT("policy.allowRoot", "user ID 0"),
    WRITABLE_ROOT_FILESYSTEM("policy.allowWritableRootFilesystem", "readOnlyRootFilesystem false"),
    HOST_PATH_VOLUMES("policy.allowHostPathVolumes", "hostPath volumes"),
    CSI_VOLUMES("policy.allowInlineCsiVolumes", "inline CSI volumes"),
    PRIORITY_CLASSES("policy.allowPriorityClasses", "priority classes"),
    RUNTIME_CLASSES("policy.allowRuntimeClasses", "runtime classes"),
    CONTROL_PLANE_TOLERATIONS("policy.allowControlPlaneTolerations", "tolerations of the control plane's taints"),
    BUILDS("policy.allowBuilds", "images built in the cluster"),
    PROBE_HOSTS("policy.allowProbeHosts", "probes and hooks with a host"),
    RESERVED_METADATA("policy.allowReservedMetadata", "any label and annotation on pods, whatever acts on it");

    private final String setting;
    private final String grants;

    Permission(String setting, String grants) {
        this.setting = setting;
        this.grants = grants;
    }

    /** The installation's setting that grants it, e.g. {@code policy.allowHostNetwork}. */
    public String setting() {
        return setting;
    }

    /** What AgentRunners may then ask for, in a few words. */
    public String grants() {
        return grants;
    }
}
