package ai.stigmer.agentrunner.model.spec;

import ai.stigmer.agentrunner.api.AgentRunnerSpec;
import ai.stigmer.agentrunner.api.Backend;
import ai.stigmer.agentrunner.api.Llm;
import ai.stigmer.agentrunner.api.SecretKeyRef;
import ai.stigmer.agentrunner.api.Temporal;
import ai.stigmer.agentrunner.api.TemporalTls;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the worker is told by its environment: each {@link Variable} whose field is set, then the user's env. A
 * {@code STIGMER_TASK_QUEUE} would take the place of a user's own variable for the queue, and after
 * {@code STIGMER_IDLE_TIMEOUT_SECONDS} some workers end, only to be started anew: neither is set.
 */
final class Environment {
    /** What is left of the grace period for the worker to end in good order, once it has stopped waiting for its work. */
    private static final int END_SECONDS = 10;

    private final Map<Variable, EnvVar> variables = new EnumMap<>(Variable.class);

    private Environment() {}

    /**
     * Every variable once. The user's env comes last, whole and in its order: a variable may refer to those before it by
     * {@code $(NAME)}, so one that stands in for a typed field's must not move to that one's place.
     *
     * @param graceSeconds between SIGTERM and SIGKILL
     */
    static List<EnvVar> of(AgentRunnerSpec spec, String mountPath, long graceSeconds) {
        var environment = new Environment();
        environment.always(mountPath, graceSeconds);
        Optional.ofNullable(spec.temporal()).ifPresent(environment::temporal);
        Optional.ofNullable(spec.llm()).ifPresent(environment::llm);
        Optional.ofNullable(spec.backend()).ifPresent(environment::backend);
        var own = new LinkedHashMap<String, EnvVar>();
        Absent.list(spec.env()).forEach(variable -> own.put(variable.getName(), variable));
        return Stream.concat(
                        environment.variables.values().stream()
                                .filter(variable -> !own.containsKey(variable.getName())),
                        own.values().stream())
                .toList();
    }

    private void always(String mountPath, long graceSeconds) {
        var state = mountPath + "/.stigmer";
        set(Variable.MODE, "local");
        set(Variable.SANDBOX_TYPE, "filesystem");
        set(Variable.SANDBOX_ROOT_DIR, mountPath);
        set(Variable.WORKSPACE_ROOT_DIR, mountPath);
        set(Variable.HOME, mountPath);
        set(Variable.STIGMER_CHECKPOINTER_SQLITE_PATH, state + "/checkpoints.db");
        set(Variable.LOCAL_ARTIFACT_PATH, state + "/data/artifacts");
        set(Variable.PYTHONUNBUFFERED, "1");
        set(Variable.AGENT_RUNNER_DRAIN_SECONDS, String.valueOf(Math.max(0, graceSeconds - END_SECONDS)));
    }

    private void temporal(Temporal temporal) {
        set(Variable.TEMPORAL_SERVICE_ADDRESS, temporal.address());
        set(Variable.TEMPORAL_NAMESPACE, temporal.namespace());
        set(Variable.TEMPORAL_AGENT_EXECUTION_RUNNER_TASK_QUEUE, temporal.taskQueue());
        set(Variable.TEMPORAL_MAX_CONCURRENCY, temporal.maxConcurrency());
        set(Variable.TEMPORAL_API_KEY, temporal.apiKeySecretRef());
        set(Variable.STIGMER_TEMPORAL_API_KEY, temporal.apiKeySecretRef());
        Optional.ofNullable(temporal.tls()).ifPresent(this::tls);
    }

    /**
     * The paths are set whichever of the files the Secret has. Stigmer's Node worker does not start where a
     * {@code STIGMER_TEMPORAL_TLS_*_PATH} names a file that isn't there, so those are left to the user.
     */
    private void tls(TemporalTls tls) {
        set(Variable.TEMPORAL_TLS, "true");
        set(Variable.STIGMER_TEMPORAL_TLS, "true");
        set(Variable.TEMPORAL_TLS_SERVER_NAME, tls.serverName());
        set(Variable.STIGMER_TEMPORAL_TLS_SERVER_NAME, tls.serverName());
        if (tls.secretRef() != null) {
            set(Variable.TEMPORAL_TLS_SERVER_CA_CERT_PATH, RunnerSpec.TEMPORAL_TLS_DIRECTORY + "/ca.crt");
            set(Variable.TEMPORAL_TLS_CLIENT_CERT_PATH, RunnerSpec.TEMPORAL_TLS_DIRECTORY + "/tls.crt");
            set(Variable.TEMPORAL_TLS_CLIENT_KEY_PATH, RunnerSpec.TEMPORAL_TLS_DIRECTORY + "/tls.key");
        }
    }

    private void llm(Llm llm) {
        set(Variable.STIGMER_LLM_PROVIDER, llm.provider());
        set(Variable.STIGMER_LLM_MODEL, llm.model());
        set(Variable.STIGMER_PRIMARY_MODEL, llm.model());
        set(Variable.STIGMER_LLM_API_KEY, llm.apiKeySecretRef());
        set(Variable.STIGMER_LLM_BASE_URL, llm.baseURL());
        set(Variable.STIGMER_LLM_MAX_TOKENS, llm.maxTokens());
        set(
                Variable.STIGMER_LLM_TEMPERATURE,
                llm.temperature() == null
                        ? null
                        : llm.temperature().stripTrailingZeros().toPlainString());
        switch (llm.provider() == null ? "" : llm.provider()) {
            case "openai" -> {
                set(Variable.OPENAI_API_KEY, llm.apiKeySecretRef());
                set(Variable.OPENAI_BASE_URL, llm.baseURL());
            }
            case "anthropic" -> {
                set(Variable.ANTHROPIC_API_KEY, llm.apiKeySecretRef());
                set(Variable.ANTHROPIC_BASE_URL, llm.baseURL());
            }
            case "ollama" -> set(Variable.OLLAMA_BASE_URL, llm.baseURL());
            default -> {}
        }
    }

    private void backend(Backend backend) {
        set(Variable.STIGMER_BACKEND_ENDPOINT, backend.endpoint());
        set(Variable.STIGMER_API_KEY, backend.apiKeySecretRef());
        set(Variable.STIGMER_TOKEN, backend.apiKeySecretRef());
    }

    private void set(Variable variable, @Nullable String value) {
        if (value != null) {
            variables.put(
                    variable,
                    new EnvVarBuilder()
                            .withName(variable.name())
                            .withValue(value)
                            .build());
        }
    }

    private void set(Variable variable, @Nullable Integer value) {
        set(variable, value == null ? null : value.toString());
    }

    private void set(Variable variable, @Nullable SecretKeyRef secret) {
        if (secret != null) {
            variables.put(
                    variable,
                    new EnvVarBuilder()
                            .withName(variable.name())
                            .withNewValueFrom()
                            .withNewSecretKeyRef(secret.key(), secret.name(), null)
                            .endValueFrom()
                            .build());
        }
    }
}
