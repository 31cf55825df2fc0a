package ai.stigmer.agentrunner.operator.serve;

import ai.stigmer.agentrunner.model.reconcile.TemporaryFailure;
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
        return switch (problem) {
            case TemporaryFailure failure when failure.code() == 0 -> unreachable;
            case TemporaryFailure failure -> of(failure.code());
            case KubernetesClientException e
            when e.getCode() == 0 -> e.getCause() instanceof IOException ? unreachable : internal;
            case KubernetesClientException e -> of(e.getCode());
            default -> internal;
        };
    }

    private static Failure of(int code) {
        return code == 429 ? throttled : code >= 500 ? server : answer;
    }
}
