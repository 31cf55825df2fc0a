package ai.stigmer.agentrunner.model.render;

/** The annotations that the operator writes on what it makes. */
public final class Annotations {
    /** A hash of what was last applied: tells a field that was removed from one that never was. */
    public static final String APPLIED = "stigmer.ai/applied";

    /** On a Deployment: the replicas that the operator asked for; absent where it leaves the count to others. */
    public static final String REPLICAS = "stigmer.ai/replicas";

    /** On a suspended Deployment: the replicas to return to. */
    public static final String REPLICAS_BEFORE_SUSPEND = "stigmer.ai/replicas-before-suspend";

    /** On a Deployment: the number of its {@link RenderingRevision}; absent for the first. */
    public static final String RENDERING_REVISION = "stigmer.ai/rendering-revision";

    /** On the pod template: a hash of the ConfigMaps and watched Secrets that the pods read. */
    public static final String CONFIG = "stigmer.ai/config";

    /** On the pod template: a hash of the rest of it, which tells the pods of this rollout from older ones. */
    public static final String TEMPLATE = "stigmer.ai/template";

    /** On a workspace's claim: the uid of the AgentRunner that it was created for. */
    public static final String CREATED_FOR = "stigmer.ai/created-for";

    /**
     * On a workspace's claim, written by whoever may change it: true lets an AgentRunner that the claim was not created
     * for take it along.
     */
    public static final String ALLOW_DELETE = "stigmer.ai/allow-delete";

    /**
     * On the pod template: names of volumes on the node, joined by commas, that the cluster autoscaler may drop with the pod.
     * Any other keeps it from removing the node.
     */
    static final String SAFE_TO_EVICT_VOLUMES = "cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes";

    /** Keeps Argo CD from pruning a claim that outlives its AgentRunner. */
    static final String ARGO_SYNC = "argocd.argoproj.io/sync-options";

    private Annotations() {}
}
