package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.model.spec.Defaults;
import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import java.util.Optional;

/** Another ServiceAccount's rights would be lent to whoever may create an AgentRunner. */
final class ForeignServiceAccount implements PolicyRule {

    @Override
    public Optional<Problem> check(RunnerSpec spec, Policy policy) {
        return Optional.of(spec.serviceAccountName())
                .filter(name -> !name.equals(Defaults.SERVICE_ACCOUNT))
                .filter(name -> !policy.allows(Permission.SERVICE_ACCOUNTS))
                .map(name -> Problem.notAllowed(
                        "spec.serviceAccountName " + name,
                        "pods would act with that account's rights",
                        "leave it out for the namespace's default account",
                        Permission.SERVICE_ACCOUNTS));
    }
}
