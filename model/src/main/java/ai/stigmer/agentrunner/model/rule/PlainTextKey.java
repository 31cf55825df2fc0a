package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.model.Reason;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.List;
import java.util.Optional;

/** A secret that everyone who may read the AgentRunner reads too. */
final class PlainTextKey implements Warning {
    private static final List<String> ENDINGS = List.of("_API_KEY", "_TOKEN", "_PASSWORD", "_SECRET");

    @Override
    public Optional<Advice> check(RunnerSpec spec, List<String> claimModes) {
        return spec.environment().stream()
                .filter(variable ->
                        variable.getValue() != null && !variable.getValue().isEmpty())
                .map(EnvVar::getName)
                .filter(name -> ENDINGS.stream().anyMatch(name::endsWith))
                .findFirst()
                .map(name -> new Advice(
                        Reason.PlainTextKey,
                        new Problem(
                                "spec.env " + name + " holds a key in plain text",
                                "everyone who may read this AgentRunner can read it",
                                "put it into a Secret and use valueFrom.secretKeyRef")));
    }
}
