package ai.stigmer.agentrunner.model.spec;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.api.AgentRunnerSpec;
import ai.stigmer.agentrunner.api.Backend;
import ai.stigmer.agentrunner.api.Claim;
import ai.stigmer.agentrunner.api.CommonMetadata;
import ai.stigmer.agentrunner.api.DisruptionBudget;
import ai.stigmer.agentrunner.api.Ephemeral;
import ai.stigmer.agentrunner.api.Image;
import ai.stigmer.agentrunner.api.Llm;
import ai.stigmer.agentrunner.api.Network;
import ai.stigmer.agentrunner.api.NetworkMode;
import ai.stigmer.agentrunner.api.OnConfigChange;
import ai.stigmer.agentrunner.api.PullPolicy;
import ai.stigmer.agentrunner.api.Retention;
import ai.stigmer.agentrunner.api.Rollout;
import ai.stigmer.agentrunner.api.RolloutStrategy;
import ai.stigmer.agentrunner.api.Security;
import ai.stigmer.agentrunner.api.Template;
import ai.stigmer.agentrunner.api.Temporal;
import ai.stigmer.agentrunner.api.TemporalTls;
import ai.stigmer.agentrunner.api.UnhealthyPodEviction;
import ai.stigmer.agentrunner.api.Workspace;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SeccompProfileBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one place where an absent field gets its meaning. */
public final class Defaults {
    public static final String REPOSITORY = "ghcr.io/stigmer/agent-runner";
    public static final String MOUNT_PATH = "/workspace";
    public static final Quantity CLAIM_SIZE = new Quantity("1Gi");
    public static final Quantity EPHEMERAL_LIMIT = new Quantity("1Gi");
    public static final String ACCESS_MODE = "ReadWriteOnce";
    /** Every namespace has it. */
    public static final String SERVICE_ACCOUNT = "default";

    /** Any non-root ID would do; 1000 is the one that the reference image uses. */
    private static final long USER = 1000;

    private static final long GRACE_SECONDS = 60;
    /** As Kubernetes' own default for Deployments. */
    private static final int DEADLINE_SECONDS = 600;

    private Defaults() {}

    /** The user's spec without any absent field; the same spec gives the same result. */
    public static RunnerSpec complete(AgentRunner runner) {
        var spec = Objects.requireNonNull(runner.getSpec(), "spec");
        var workspace = workspace(spec.workspace());
        var rollout = rollout(spec.rollout());
        var metadata = runner.getMetadata();
        return new RunnerSpec(
                metadata.getName(),
                metadata.getNamespace(),
                metadata.getUid(),
                image(spec),
                pullPolicy(spec.image()),
                Absent.list(spec.image() == null ? null : spec.image().pullSecrets()),
                Absent.list(spec.command()),
                Absent.list(spec.args()),
                Optional.ofNullable(spec.replicas()),
                Boolean.TRUE.equals(spec.suspend()),
                Environment.of(spec, workspace.mountPath(), rollout.terminationGracePeriodSeconds()),
                addresses(spec),
                Absent.list(spec.envFrom()),
                temporalTlsSecret(spec.temporal()),
                workspace,
                resources(spec.resources()),
                ProbeDefaults.complete(spec.probes()),
                security(spec.security()),
                network(spec.network()),
                rollout,
                budget(spec.disruptionBudget(), spec.replicas()),
                serviceAccountName(spec),
                Boolean.TRUE.equals(spec.automountServiceAccountToken()),
                commonMetadata(spec.commonMetadata()),
                template(spec.template()),
                Optional.ofNullable(spec.build()).map(BuildDefaults::complete));
    }

    private static ImageReference image(AgentRunnerSpec spec) {
        @Nullable Image image = spec.image();
        return new ImageReference(
                image == null ? REPOSITORY : Absent.value(image.repository(), REPOSITORY),
                Optional.ofNullable(spec.version()),
                Optional.ofNullable(image).map(Image::digest));
    }

    private static String pullPolicy(@Nullable Image image) {
        return Optional.ofNullable(image)
                .map(Image::pullPolicy)
                .orElse(PullPolicy.IfNotPresent)
                .name();
    }

    /** An empty name is none for the API server too. */
    private static String serviceAccountName(AgentRunnerSpec spec) {
        return Optional.ofNullable(spec.serviceAccountName())
                .filter(name -> !name.isEmpty())
                .orElse(SERVICE_ACCOUNT);
    }

    private static Map<String, String> addresses(AgentRunnerSpec spec) {
        var addresses = new LinkedHashMap<String, String>();
        Optional.ofNullable(spec.temporal())
                .map(Temporal::address)
                .ifPresent(address -> addresses.put("spec.temporal.address", address));
        Optional.ofNullable(spec.llm()).map(Llm::baseURL).ifPresent(url -> addresses.put("spec.llm.baseURL", url));
        Optional.ofNullable(spec.backend())
                .map(Backend::endpoint)
                .ifPresent(endpoint -> addresses.put("spec.backend.endpoint", endpoint));
        return addresses;
    }

    private static Optional<String> temporalTlsSecret(@Nullable Temporal temporal) {
        return Optional.ofNullable(temporal)
                .map(Temporal::tls)
                .map(TemporalTls::secretRef)
                .map(secret -> Objects.requireNonNull(secret.name(), "spec.temporal.tls.secretRef.name"));
    }

    private static WorkspaceSpec workspace(@Nullable Workspace given) {
        if (given == null) {
            return claim(MOUNT_PATH, null);
        }
        var mountPath = Absent.value(given.mountPath(), MOUNT_PATH);
        if (given.existingClaim() != null) {
            var name = Objects.requireNonNull(given.existingClaim().claimName(), "existingClaim.claimName");
            return new WorkspaceSpec.Existing(mountPath, name);
        }
        @Nullable Ephemeral ephemeral = given.ephemeral();
        if (ephemeral != null) {
            return new WorkspaceSpec.Ephemeral(mountPath, Absent.value(ephemeral.sizeLimit(), EPHEMERAL_LIMIT));
        }
        return claim(mountPath, given.claim());
    }

    private static WorkspaceSpec claim(String mountPath, @Nullable Claim given) {
        if (given == null) {
            return new WorkspaceSpec.Claim(
                    mountPath, CLAIM_SIZE, Optional.empty(), List.of(ACCESS_MODE), Retention.Retain);
        }
        var modes = Absent.list(given.accessModes());
        return new WorkspaceSpec.Claim(
                mountPath,
                Absent.value(given.size(), CLAIM_SIZE),
                Optional.ofNullable(given.storageClassName()),
                modes.isEmpty() ? List.of(ACCESS_MODE) : modes,
                Absent.value(given.retention(), Retention.Retain));
    }

    /** Given resources are taken as they are: mixing in ours could ask for more than the user's limit. */
    private static ResourceRequirements resources(@Nullable ResourceRequirements given) {
        if (given != null) {
            return given;
        }
        return new ResourceRequirementsBuilder()
                .addToRequests("cpu", new Quantity("200m"))
                .addToRequests("memory", new Quantity("512Mi"))
                .addToLimits("memory", new Quantity("4Gi"))
                .build();
    }

    private static SecuritySpec security(@Nullable Security given) {
        var security = given == null ? new Security(null, null, null, null, null) : given;
        return new SecuritySpec(
                Absent.value(security.runAsUser(), USER),
                Absent.value(security.runAsGroup(), USER),
                Absent.value(security.fsGroup(), USER),
                Absent.value(security.readOnlyRootFilesystem(), true),
                Absent.value(
                        security.seccompProfile(),
                        new SeccompProfileBuilder().withType("RuntimeDefault").build()));
    }

    private static NetworkSpec network(@Nullable Network given) {
        if (given == null) {
            return new NetworkSpec(false, List.of(), Optional.empty());
        }
        return new NetworkSpec(
                given.mode() == NetworkMode.Host,
                Absent.list(given.hostAliases()),
                Optional.ofNullable(given.policy())
                        .filter(policy -> Boolean.TRUE.equals(policy.enabled()))
                        .map(policy -> new NetworkSpec.PolicySpec(Optional.ofNullable(policy.egress()))));
    }

    private static RolloutSpec rollout(@Nullable Rollout given) {
        var rollout = given == null ? new Rollout(null, null, null, null) : given;
        return new RolloutSpec(
                Absent.value(rollout.strategy(), RolloutStrategy.Auto),
                rollout.onConfigChange() != OnConfigChange.Ignore,
                Absent.value(rollout.terminationGracePeriodSeconds(), GRACE_SECONDS),
                Absent.value(rollout.progressDeadlineSeconds(), DEADLINE_SECONDS));
    }

    /** One replica needs no budget: it could only block a node's drain. Under an autoscaler, only a budget asked for. */
    private static Optional<BudgetSpec> budget(@Nullable DisruptionBudget given, @Nullable Integer replicas) {
        if (replicas == null ? given == null : replicas <= 1) {
            return Optional.empty();
        }
        var budget = given == null ? new DisruptionBudget(null, null, null) : given;
        var maxUnavailable = Optional.ofNullable(budget.maxUnavailable());
        return Optional.of(new BudgetSpec(
                Optional.ofNullable(budget.minAvailable())
                        .or(() ->
                                maxUnavailable.isPresent() ? Optional.empty() : Optional.of(BudgetSpec.MIN_AVAILABLE)),
                maxUnavailable,
                Absent.value(budget.unhealthyPodEvictionPolicy(), UnhealthyPodEviction.AlwaysAllow)));
    }

    private static CommonMetadataSpec commonMetadata(@Nullable CommonMetadata given) {
        return given == null
                ? CommonMetadataSpec.NONE
                : new CommonMetadataSpec(Absent.map(given.labels()), Absent.map(given.annotations()));
    }

    private static TemplateSpec template(@Nullable Template given) {
        var template = given == null
                ? new Template(null, null, null, null, null, null, null, null, null, null, null, null)
                : given;
        return new TemplateSpec(
                Absent.map(template.labels()),
                Absent.map(template.annotations()),
                Absent.map(template.nodeSelector()),
                Absent.list(template.tolerations()),
                Optional.ofNullable(template.affinity()),
                Absent.list(template.topologySpreadConstraints()),
                Optional.ofNullable(template.priorityClassName()),
                Optional.ofNullable(template.runtimeClassName()),
                Absent.list(template.initContainers()),
                Absent.list(template.sidecars()),
                Absent.list(template.volumes()),
                Absent.list(template.volumeMounts()));
    }
}
