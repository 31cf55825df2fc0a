package ai.stigmer.agentrunner.model.spec;

import ai.stigmer.agentrunner.api.AgentRunnerSpec;
import ai.stigmer.agentrunner.api.Backend;
import ai.stigmer.agentrunner.api.Llm;
import ai.stigmer.agentrunner.api.SecretKeyRef;
import ai.stigmer.agentrunner.api.Temporal;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The environment contract between an AgentRunner and the worker: typed fields first, then the user's env. */
final class Environment {
    private final Map<String, EnvVar> variables = new LinkedHashMap<>();

    private Environment() {}

    /**
     * Every variable once. The user's env comes last, whole and in its order: a variable may refer to those before it by
     * {@code $(NAME)}, so one that stands in for a typed field's must not move to that one's place.
     */
    static List<EnvVar> of(AgentRunnerSpec spec, String mountPath) {
        var environment = new Environment();
        environment.always(mountPath);
        Optional.ofNullable(spec.temporal()).ifPresent(environment::temporal);
        Optional.ofNullable(spec.llm()).ifPresent(environment::llm);
        Optional.ofNullable(spec.backend()).ifPresent(environment::backend);
        var own = Absent.list(spec.env());
        own.forEach(variable -> environment.variables.remove(variable.getName()));
        own.forEach(variable -> environment.variables.put(variable.getName(), variable));
        return List.copyOf(environment.variables.values());
    }

    private void always(String mountPath) {
        set("MODE", "local");
        set("SANDBOX_TYPE", "filesystem");
        set("SANDBOX_ROOT_DIR", mountPath);
        set("HOME", mountPath);
        set("PYTHONUNBUFFERED", "1");
    }

    private void temporal(Temporal temporal) {
        set("TEMPORAL_SERVICE_ADDRESS", temporal.address());
        set("TEMPORAL_NAMESPACE", temporal.namespace());
        set("TEMPORAL_AGENT_EXECUTION_RUNNER_TASK_QUEUE", temporal.taskQueue());
        set("TEMPORAL_MAX_CONCURRENCY", temporal.maxConcurrency());
        set("TEMPORAL_API_KEY", temporal.apiKeySecretRef());
        if (temporal.tls() != null) {
            set("TEMPORAL_TLS", "true");
            set("TEMPORAL_TLS_SERVER_NAME", temporal.tls().serverName());
            if (temporal.tls().secretRef() != null) {
                set("TEMPORAL_TLS_SERVER_CA_CERT_PATH", RunnerSpec.TEMPORAL_TLS_DIRECTORY + "/ca.crt");
                set("TEMPORAL_TLS_CLIENT_CERT_PATH", RunnerSpec.TEMPORAL_TLS_DIRECTORY + "/tls.crt");
                set("TEMPORAL_TLS_CLIENT_KEY_PATH", RunnerSpec.TEMPORAL_TLS_DIRECTORY + "/tls.key");
            }
        }
    }

    private void llm(Llm llm) {
        set("STIGMER_LLM_PROVIDER", llm.provider());
        set("STIGMER_LLM_MODEL", llm.model());
        set("STIGMER_LLM_API_KEY", llm.apiKeySecretRef());
        set("STIGMER_LLM_BASE_URL", llm.baseURL());
        set("STIGMER_LLM_MAX_TOKENS", llm.maxTokens());
        set(
                "STIGMER_LLM_TEMPERATURE",
                llm.temperature() == null
                        ? null
                        : llm.temperature().stripTrailingZeros().toPlainString());
        switch (llm.provider() == null ? "" : llm.provider()) {
            case "openai" -> set("OPENAI_API_KEY", llm.apiKeySecretRef());
            case "anthropic" -> set("ANTHROPIC_API_KEY", llm.apiKeySecretRef());
            case "ollama" -> set("OLLAMA_BASE_URL", llm.baseURL());
            default -> {}
        }
    }

    private void backend(Backend backend) {
        set("STIGMER_BACKEND_ENDPOINT", backend.endpoint());
        set("STIGMER_API_KEY", backend.apiKeySecretRef());
    }

    private void set(String name, @Nullable String value) {
        if (value != null) {
            variables.put(
                    name, new EnvVarBuilder().withName(name).withValue(value).build());
        }
    }

    private void set(String name, @Nullable Integer value) {
        set(name, value == null ? null : value.toString());
    }

    private void set(String name, @Nullable SecretKeyRef secret) {
        if (secret != null) {
            variables.put(
                    name,
                    new EnvVarBuilder()
                            .withName(name)
                            .withNewValueFrom()
                            .withNewSecretKeyRef(secret.key(), secret.name(), null)
                            .endValueFrom()
                            .build());
        }
    }
}
