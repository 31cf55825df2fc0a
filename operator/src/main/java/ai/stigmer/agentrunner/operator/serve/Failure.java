package ai.stigmer.agentrunner.operator.serve;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;

/** Why a reconcile failed, in few words for a metric. */
public enum Failure {
    /** The API server can't be reached. */
    unreachable,
    /** It asks us to slow down. */
    throttled,
    /** It failed. */
    server,
    /** It gave an answer that makes no sense to us now. */
    answer,
    /** We failed. */
    internal;

    /** Tells them apart. */
    public static Failure of(Throwable problem) {
        if (!(problem instanceof KubernetesClientException e)) {
            return internal;
        }
        if (e.getCode() == 0) {
            return e.getCause() instanceof IOException ? unreachable : internal;
        }
        return e.getCode() == 429 ? throttled : e.getCode() >= 500 ? server : answer;
    }
}
