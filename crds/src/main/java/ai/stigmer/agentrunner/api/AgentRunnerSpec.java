package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What to run and how. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AgentRunnerSpec(
        @Nullable String version,
        @Nullable Image image,
        @Nullable List<String> command,
        @Nullable List<String> args,
        @Nullable Integer replicas,
        @Nullable Boolean suspend,
        @Nullable List<EnvVar> env,
        @Nullable List<EnvFromSource> envFrom,
        @Nullable Temporal temporal,
        @Nullable Llm llm,
        @Nullable Backend backend,
        @Nullable Workspace workspace,
        @Nullable ResourceRequirements resources,
        @Nullable Probes probes,
        @Nullable Security security,
        @Nullable Network network,
        @Nullable Rollout rollout,
        @Nullable DisruptionBudget disruptionBudget,
        @Nullable String serviceAccountName,
        @Nullable Boolean automountServiceAccountToken,
        @Nullable Template template) {}
