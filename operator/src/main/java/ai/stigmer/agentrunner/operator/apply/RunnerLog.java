package ai.stigmer.agentrunner.operator.apply;

import ai.stigmer.agentrunner.model.NamespacedName;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Log lines about AgentRunners. As text a line begins with the AgentRunner's namespace and name; as JSON it also has them,
 * and the object that it is about, as the keys {@code namespace}, {@code name}, {@code kind} and {@code object}.
 */
public final class RunnerLog {
    private final Logger logger;

    public RunnerLog(Logger logger) {
        this.logger = logger;
    }

    /** A line about the AgentRunner itself. */
    public void log(Level level, HasMetadata runner, String text) {
        log(level, runner, text, null);
    }

    /**
     * A line about the AgentRunner itself.
     *
     * @param problem whose stack trace follows; null: none
     */
    public void log(Level level, HasMetadata runner, String text, @Nullable Throwable problem) {
        var name = NamespacedName.of(runner);
        logger.atLevel(level)
                .addKeyValue("namespace", name.namespace())
                .addKeyValue("name", name.name())
                .setCause(problem)
                .log("{}: {}", name, text);
    }

    /**
     * A change of one of its objects.
     *
     * @param verb in the past tense, e.g. created
     * @param why in a few words
     */
    void changed(HasMetadata runner, String verb, HasMetadata object, String why) {
        var name = NamespacedName.of(runner);
        logger.atInfo()
                .addKeyValue("namespace", name.namespace())
                .addKeyValue("name", name.name())
                .addKeyValue("kind", object.getKind())
                .addKeyValue("object", object.getMetadata().getName())
                .log(
                        "{}: {} {} {}: {}",
                        name,
                        verb,
                        object.getKind(),
                        object.getMetadata().getName(),
                        why);
    }
}
