package ai.stigmer.agentrunner.model.spec;

import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an AgentRunner asks for, with nothing left to guess.
 *
 * @param name of the AgentRunner and of its Deployment
 * @param namespace of everything
 * @param uid of the AgentRunner, for owner references
 * @param image which image to run
 * @param pullPolicy Always, IfNotPresent or Never
 * @param pullSecrets for the image
 * @param command the container's; empty: the image's own
 * @param args the container's; empty: the image's own
 * @param replicas absent: an autoscaler's business
 * @param suspend no pods, the workspace stays
 * @param environment the whole environment, typed fields first, in order, each name once
 * @param addresses the addresses given in typed fields, by the field's path, for the warnings
 * @param envFrom as given
 * @param temporalTlsSecret whose files are mounted for Temporal's TLS
 * @param workspace where the files live
 * @param resources of the worker's container
 * @param probes of the worker's container
 * @param security who runs
 * @param network the pods' network
 * @param rollout how changes reach the pods
 * @param budget the PodDisruptionBudget to make, if any
 * @param serviceAccountName where none is asked for, {@link Defaults#SERVICE_ACCOUNT}
 * @param automountServiceAccountToken whether pods get a token
 * @param commonMetadata for everything that is made
 * @param template what the user adds to the pods
 * @param build how the image is built; empty: it is there already
 */
public record RunnerSpec(
        String name,
        String namespace,
        String uid,
        ImageReference image,
        String pullPolicy,
        List<LocalObjectReference> pullSecrets,
        List<String> command,
        List<String> args,
        Optional<Integer> replicas,
        boolean suspend,
        List<EnvVar> environment,
        Map<String, String> addresses,
        List<EnvFromSource> envFrom,
        Optional<String> temporalTlsSecret,
        WorkspaceSpec workspace,
        ResourceRequirements resources,
        ProbeSpec probes,
        SecuritySpec security,
        NetworkSpec network,
        RolloutSpec rollout,
        Optional<BudgetSpec> budget,
        String serviceAccountName,
        boolean automountServiceAccountToken,
        CommonMetadataSpec commonMetadata,
        TemplateSpec template,
        Optional<BuildSpec> build) {

    /** Where the files of {@link #temporalTlsSecret} are found, read-only. */
    public static final String TEMPORAL_TLS_DIRECTORY = "/etc/agent-runner/temporal-tls";

    /** This spec with another image to run. */
    public RunnerSpec withImage(ImageReference another) {
        return new RunnerSpec(
                name,
                namespace,
                uid,
                another,
                pullPolicy,
                pullSecrets,
                command,
                args,
                replicas,
                suspend,
                environment,
                addresses,
                envFrom,
                temporalTlsSecret,
                workspace,
                resources,
                probes,
                security,
                network,
                rollout,
                budget,
                serviceAccountName,
                automountServiceAccountToken,
                commonMetadata,
                template,
                build);
    }
}
