package ai.stigmer.agentrunner.api;

import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/** The custom resource. Spec and status are null where the object has none. */
@Group(AgentRunner.GROUP)
@Version("v1alpha1")
@Kind(AgentRunner.KIND)
@Plural("agentrunners")
@ShortNames("ar")
@ValidationRule(
        value = "self.metadata.name.size() <= 45",
        message = "choose a name of at most 45 characters: the objects made for it carry longer ones")
@ValidationRule(
        value = Rules.SIZE_NEVER_SHRINKS,
        message = "leave workspace.claim.size as it was or write a larger one: a volume never shrinks")
@ValidationRule(
        value = Rules.STORAGE_CLASS_STAYS,
        message = "leave workspace.claim.storageClassName as it was: a claim keeps its class; for another one, "
                + "make a new AgentRunner")
@ValidationRule(
        value = Rules.ACCESS_MODES_STAY,
        message = "leave workspace.claim.accessModes as they were: a claim keeps its modes; for others, make a new"
                + " AgentRunner")
public class AgentRunner extends CustomResource<AgentRunnerSpec, AgentRunnerStatus> implements Namespaced {
    public static final String GROUP = "stigmer.ai";
    public static final String API_VERSION = GROUP + "/v1alpha1";
    public static final String KIND = "AgentRunner";
    private static final long serialVersionUID = 1;

    // Of both, fabric8 would call a constructor without arguments, which a record doesn't have.
    @Override
    protected @Nullable AgentRunnerSpec initSpec() {
        return null;
    }

    @Override
    protected @Nullable AgentRunnerStatus initStatus() {
        return null;
    }
}
