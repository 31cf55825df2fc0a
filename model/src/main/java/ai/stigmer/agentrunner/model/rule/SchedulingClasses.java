package ai.stigmer.agentrunner.model.rule;

import ai.stigmer.agentrunner.model.spec.RunnerSpec;
import java.util.Optional;

/** Classes that take precedence over other people's pods, or run pods in another way than the node's own. */
final class SchedulingClasses implements PolicyRule {

    @Override
    public Optional<Problem> check(RunnerSpec spec, Policy policy) {
        var priority = spec.template()
                .priorityClassName()
                .filter(name -> !policy.allows(Permission.PRIORITY_CLASSES))
                .map(name -> Problem.notAllowed(
                        "spec.template.priorityClassName " + name,
                        "pods could evict others",
                        "leave it out",
                        Permission.PRIORITY_CLASSES));
        return priority.or(() -> spec.template()
                .runtimeClassName()
                .filter(name -> !policy.allows(Permission.RUNTIME_CLASSES))
                .map(name -> Problem.notAllowed(
                        "spec.template.runtimeClassName " + name,
                        "pods would run under another runtime",
                        "leave it out",
                        Permission.RUNTIME_CLASSES)));
    }
}
