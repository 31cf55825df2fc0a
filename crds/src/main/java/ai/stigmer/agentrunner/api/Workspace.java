package ai.stigmer.agentrunner.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** At most one of claim, existingClaim and ephemeral isn't null: the CRD has a rule for it. None of them: a claim. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "[has(self.claim), has(self.existingClaim), has(self.ephemeral)].filter(given, given).size() <= " + "1",
        message = "write at most one of claim, existingClaim and ephemeral")
public record Workspace(
        @JsonPropertyDescription("Where the worker finds its files; also its home directory. Default: /workspace.")
        @Size(max = 1024)
        @ValidationRule(
                value = Rules.MOUNT_PATH,
                message = "write an absolute path other than / and /tmp, without a colon, e.g. /workspace")
        @Nullable
        String mountPath,

        @JsonPropertyDescription(
                "A PersistentVolumeClaim that the operator makes, named NAME-workspace. The default, when no "
                        + "other kind is given.")
        @Nullable
        Claim claim,

        @JsonPropertyDescription("A PersistentVolumeClaim that somebody else made.") @Nullable
        ExistingClaim existingClaim,

        @JsonPropertyDescription(
                "An empty volume (emptyDir) whose files go with the pod; it keeps the cluster autoscaler from "
                        + "removing the node.")
        @Nullable
        Ephemeral ephemeral) {}
