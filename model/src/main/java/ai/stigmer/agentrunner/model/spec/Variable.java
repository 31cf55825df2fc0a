package ai.stigmer.agentrunner.model.spec;

/**
 * The variables that typed fields set, in the order of the container's environment: the contract with the worker. The Javadoc of
 * each is its row in docs/reference.md. Read by: {@code agent-runner} is the worker of this repository, {@code Python} is
 * stigmer-runner of PyPI, {@code Node} is @stigmer/runner and @stigmer/runner-slim of npm, and {@code January} is the
 * agent-runner image of January 2026 from Stigmer's own repository.
 */
enum Variable {
    /** Field: always {@code local}. Default: {@code local}. Read by: agent-runner, January, Python, Node. */
    MODE,
    /** Field: always {@code filesystem}. Default: {@code filesystem}. Read by: agent-runner, January. */
    SANDBOX_TYPE,
    /** Field: {@code workspace.mountPath}. Default: {@code /workspace}. Read by: agent-runner, January. */
    SANDBOX_ROOT_DIR,
    /** Field: {@code workspace.mountPath}. Default: {@code /workspace}. Read by: agent-runner, Python, Node. */
    WORKSPACE_ROOT_DIR,
    /** Field: {@code workspace.mountPath}. Default: {@code /workspace}. Read by: every program. */
    HOME,
    /**
     * Field: {@code workspace.mountPath}, below it. Default: {@code /workspace/.stigmer/checkpoints.db}. Read by: Python.
     */
    STIGMER_CHECKPOINTER_SQLITE_PATH,
    /**
     * Field: {@code workspace.mountPath}, below it. Default: {@code /workspace/.stigmer/data/artifacts}. Read by: Python,
     * Node.
     */
    LOCAL_ARTIFACT_PATH,
    /** Field: always {@code 1}. Default: {@code 1}. Read by: every Python program. */
    PYTHONUNBUFFERED,
    /**
     * Field: {@code rollout.terminationGracePeriodSeconds}, ten seconds less. Default: {@code 50}. Read by: agent-runner.
     */
    AGENT_RUNNER_DRAIN_SECONDS,

    /** Field: {@code temporal.address}. Default: not set. Read by: agent-runner, January, Python, Node. */
    TEMPORAL_SERVICE_ADDRESS,
    /** Field: {@code temporal.namespace}. Default: not set. Read by: agent-runner, January, Python, Node. */
    TEMPORAL_NAMESPACE,
    /** Field: {@code temporal.taskQueue}. Default: not set. Read by: agent-runner, January, Python, Node. */
    TEMPORAL_AGENT_EXECUTION_RUNNER_TASK_QUEUE,
    /** Field: {@code temporal.maxConcurrency}. Default: not set. Read by: agent-runner, January, Python, Node. */
    TEMPORAL_MAX_CONCURRENCY,
    /** Field: {@code temporal.apiKeySecretRef}. Default: not set. Read by: agent-runner. */
    TEMPORAL_API_KEY,
    /** Field: {@code temporal.apiKeySecretRef}. Default: not set. Read by: Node after 3.8.0. */
    STIGMER_TEMPORAL_API_KEY,
    /** Field: {@code temporal.tls}: {@code true}. Default: not set. Read by: agent-runner. */
    TEMPORAL_TLS,
    /** Field: {@code temporal.tls}: {@code true}. Default: not set. Read by: Node after 3.8.0. */
    STIGMER_TEMPORAL_TLS,
    /** Field: {@code temporal.tls.serverName}. Default: not set. Read by: agent-runner. */
    TEMPORAL_TLS_SERVER_NAME,
    /** Field: {@code temporal.tls.serverName}. Default: not set. Read by: Node after 3.8.0. */
    STIGMER_TEMPORAL_TLS_SERVER_NAME,
    /** Field: {@code temporal.tls.secretRef}, its file ca.crt. Default: not set. Read by: agent-runner. */
    TEMPORAL_TLS_SERVER_CA_CERT_PATH,
    /** Field: {@code temporal.tls.secretRef}, its file tls.crt. Default: not set. Read by: agent-runner. */
    TEMPORAL_TLS_CLIENT_CERT_PATH,
    /** Field: {@code temporal.tls.secretRef}, its file tls.key. Default: not set. Read by: agent-runner. */
    TEMPORAL_TLS_CLIENT_KEY_PATH,

    /** Field: {@code llm.provider}. Default: not set. Read by: agent-runner, January, Python. */
    STIGMER_LLM_PROVIDER,
    /** Field: {@code llm.model}. Default: not set. Read by: agent-runner, January, Python. */
    STIGMER_LLM_MODEL,
    /** Field: {@code llm.model}. Default: not set. Read by: agent-runner, Node. */
    STIGMER_PRIMARY_MODEL,
    /** Field: {@code llm.apiKeySecretRef}. Default: not set. Read by: agent-runner, January, Python. */
    STIGMER_LLM_API_KEY,
    /**
     * Field: {@code llm.baseURL}. Default: not set. Read by: agent-runner; January and Python with provider ollama alone.
     */
    STIGMER_LLM_BASE_URL,
    /** Field: {@code llm.maxTokens}. Default: not set. Read by: agent-runner, January, Python. */
    STIGMER_LLM_MAX_TOKENS,
    /** Field: {@code llm.temperature}. Default: not set. Read by: agent-runner, January, Python. */
    STIGMER_LLM_TEMPERATURE,
    /** Field: {@code llm.apiKeySecretRef} with provider openai. Default: not set. Read by: agent-runner, Node. */
    OPENAI_API_KEY,
    /** Field: {@code llm.baseURL} with provider openai. Default: not set. Read by: agent-runner, Python, Node. */
    OPENAI_BASE_URL,
    /**
     * Field: {@code llm.apiKeySecretRef} with provider anthropic. Default: not set. Read by: agent-runner, January, Python,
     * Node.
     */
    ANTHROPIC_API_KEY,
    /** Field: {@code llm.baseURL} with provider anthropic. Default: not set. Read by: agent-runner, Python, Node. */
    ANTHROPIC_BASE_URL,
    /** Field: {@code llm.baseURL} with provider ollama. Default: not set. Read by: agent-runner, January, Python. */
    OLLAMA_BASE_URL,

    /** Field: {@code backend.endpoint}. Default: not set. Read by: agent-runner, January, Python, Node. */
    STIGMER_BACKEND_ENDPOINT,
    /** Field: {@code backend.apiKeySecretRef}. Default: not set. Read by: agent-runner, January, Python. */
    STIGMER_API_KEY,
    /** Field: {@code backend.apiKeySecretRef}. Default: not set. Read by: agent-runner, Python, Node. */
    STIGMER_TOKEN
}
