package ai.stigmer.agentrunner.operator.client;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.model.text.PlainText;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * An AgentRunner whose spec or status can't be read, though the API server holds it: it was stored under another
 * version of the CustomResourceDefinition. Only its metadata is known; the others go on.
 */
@Group(AgentRunner.GROUP)
@Version("v1alpha1")
@Kind(AgentRunner.KIND)
@Plural("agentrunners")
public final class UnreadableRunner extends AgentRunner {
    private static final long serialVersionUID = 1;

    private final String problem;

    UnreadableRunner(String problem) {
        this.problem = PlainText.oneLine(PlainText.ofOthers(problem));
    }

    /** The path of what can't be read, and why not, in Jackson's words. */
    public String problem() {
        return problem;
    }
}
