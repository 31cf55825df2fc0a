package ai.stigmer.agentrunner.model.rule;

/**
 * What an installation may allow beyond pods under Pod Security {@code restricted}. All are off by default: whoever may
 * create an AgentRunner must gain nothing else.
 */
public enum Permission {
    HOST_NETWORK("policy.allowHostNetwork"),
    SERVICE_ACCOUNTS("policy.allowServiceAccounts"),
    SERVICE_ACCOUNT_TOKENS("policy.allowServiceAccountTokens"),
    ROOT("policy.allowRoot"),
    WRITABLE_ROOT_FILESYSTEM("policy.allowWritableRootFilesystem"),
    HOST_PATH_VOLUMES("policy.allowHostPathVolumes"),
    CSI_VOLUMES("policy.allowInlineCsiVolumes"),
    PRIORITY_CLASSES("policy.allowPriorityClasses"),
    RUNTIME_CLASSES("policy.allowRuntimeClasses"),
    CONTROL_PLANE_TOLERATIONS("policy.allowControlPlaneTolerations"),
    PROBE_HOSTS("policy.allowProbeHosts"),
    RESERVED_METADATA("policy.allowReservedMetadata");

    private final String setting;

    Permission(String setting) {
        this.setting = setting;
    }

    /** The installation's setting that grants it, e.g. {@code policy.allowHostNetwork}. */
    public String setting() {
        return setting;
    }
}
