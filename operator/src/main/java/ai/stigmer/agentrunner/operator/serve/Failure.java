package ai.stigmer.agentrunner.operator.serve;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;

/** Why a reconcile failed: the label {@code cause} of the metric {@code agentrunner_operator_reconcile_errors_total}. */
public enum Failure {
    /** The API server can't be reached. */
    unreachable,
    /** It answered 429. */
    throttled,
    /** It answered 5xx. */
    server,
    /** It answered with another code that nothing here expects. */
    answer,
    /** The operator itself failed. */
    internal;

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
