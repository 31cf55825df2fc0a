package ai.stigmer.agentrunner.cli.container;

import ai.stigmer.agentrunner.api.AgentRunner;
import ai.stigmer.agentrunner.cli.manifest.Configuration;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From the Deployment that the operator would make to the container that runs here. */
public final class ContainerPlanner {
    private static final int GRACE_SECONDS = 30;

    private ContainerPlanner() {}

    /**
     * The container of an AgentRunner.
     *
     * @param deployment what the model makes of it
     * @param configuration the Secrets and ConfigMaps it may refer to
     */
    public static ContainerPlan plan(
            AgentRunner runner, Deployment deployment, Configuration configuration, RunOptions options) {
        var template = deployment.getSpec().getTemplate();
        var pod = template.getSpec();
        var container = pod.getContainers().getFirst();
        var name = runner.getMetadata().getName();
        var findings = new Findings();
        var fields = fields(runner, template);
        var environment =
                new EnvironmentPlanner(container, configuration, fields, findings).plan(options.environment());
        var spec = new ContainerSpec(
                name,
                container.getImage(),
                container.getImagePullPolicy(),
                pod.getImagePullSecrets().stream()
                        .map(LocalObjectReference::getName)
                        .toList(),
                expanded(container.getCommand(), environment),
                expanded(container.getArgs(), environment),
                environment,
                user(pod.getSecurityContext()),
                groups(pod.getSecurityContext()),
                Boolean.TRUE.equals(container.getSecurityContext().getReadOnlyRootFilesystem()),
                isUnconfined(pod.getSecurityContext()),
                new MountPlanner(name, pod, configuration, fields, findings).plan(container, options.workspace()),
                Amounts.limits(container.getResources()),
                network(pod, options),
                check(container),
                grace(pod),
                labels(template));
        return new ContainerPlan(spec, findings.unsupported(), findings.missing());
    }

    /** With the hash of all the rest, and the file that it comes from. */
    public static ContainerSpec labelled(ContainerSpec spec, String position) {
        var labels = new LinkedHashMap<>(spec.labels());
        labels.put(ContainerLabels.SPEC, Hash.of(spec));
        labels.put(ContainerLabels.SOURCE, position);
        return new ContainerSpec(
                spec.name(),
                spec.image(),
                spec.pullPolicy(),
                spec.pullSecrets(),
                spec.entrypoint(),
                spec.arguments(),
                spec.environment(),
                spec.user(),
                spec.groups(),
                spec.readOnlyRoot(),
                spec.seccompUnconfined(),
                spec.mounts(),
                spec.limits(),
                spec.network(),
                spec.check(),
                spec.graceSeconds(),
                labels);
    }

    /** What fieldRef may name, as far as a container has it. */
    private static Map<String, String> fields(AgentRunner runner, PodTemplateSpec template) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("metadata.name", runner.getMetadata().getName());
        fields.put("metadata.namespace", runner.getMetadata().getNamespace());
        fields.put("spec.serviceAccountName", template.getSpec().getServiceAccountName());
        template.getMetadata().getLabels().forEach((key, value) -> fields.put("metadata.labels['" + key + "']", value));
        template.getMetadata()
                .getAnnotations()
                .forEach((key, value) -> fields.put("metadata.annotations['" + key + "']", value));
        return fields;
    }

    private static List<ContainerSpec.Argument> expanded(List<String> parts, List<ContainerSpec.Variable> environment) {
        var values = EnvironmentPlanner.values(environment);
        var shown = EnvironmentPlanner.shown(environment);
        return parts.stream()
                .map(part -> new ContainerSpec.Argument(Expansion.expand(part, values), Expansion.expand(part, shown)))
                .toList();
    }

    private static String user(PodSecurityContext context) {
        return context.getRunAsUser() + ":" + context.getRunAsGroup();
    }

    private static List<String> groups(PodSecurityContext context) {
        var group = String.valueOf(context.getFsGroup());
        return group.equals(String.valueOf(context.getRunAsGroup())) ? List.of() : List.of(group);
    }

    private static boolean isUnconfined(PodSecurityContext context) {
        return context.getSeccompProfile() != null
                && "Unconfined".equals(context.getSeccompProfile().getType());
    }

    private static ContainerSpec.Network network(PodSpec pod, RunOptions options) {
        var isHost = Boolean.TRUE.equals(pod.getHostNetwork());
        var aliases =
                pod.getHostAliases().stream().flatMap(ContainerPlanner::lines).toList();
        return new ContainerSpec.Network(isHost, aliases, !isHost, options.published());
    }

    private static Stream<String> lines(HostAlias alias) {
        return alias.getHostnames().stream().map(name -> name + ":" + alias.getIp());
    }

    /** Readiness's command and figures; startup's are the time in which failures don't count. */
    private static Optional<ContainerSpec.Check> check(Container container) {
        var readiness = container.getReadinessProbe();
        if (readiness == null || readiness.getExec() == null) {
            return Optional.empty();
        }
        var startup = Optional.ofNullable(container.getStartupProbe()).orElse(readiness);
        return Optional.of(new ContainerSpec.Check(
                readiness.getExec().getCommand(),
                figure(readiness.getPeriodSeconds(), 10),
                figure(readiness.getTimeoutSeconds(), 1),
                figure(readiness.getFailureThreshold(), 3),
                startSeconds(startup),
                figure(startup.getPeriodSeconds(), 10)));
    }

    private static int startSeconds(Probe startup) {
        long seconds = figure(startup.getInitialDelaySeconds(), 0)
                + (long) figure(startup.getPeriodSeconds(), 10) * figure(startup.getFailureThreshold(), 3);
        return (int) Math.min(seconds, Integer.MAX_VALUE);
    }

    /** Kubernetes' own default where the field is absent. */
    private static int figure(@Nullable Integer given, int byDefault) {
        return given == null ? byDefault : given;
    }

    private static int grace(PodSpec pod) {
        return pod.getTerminationGracePeriodSeconds() == null
                ? GRACE_SECONDS
                : (int) Math.min(pod.getTerminationGracePeriodSeconds(), Integer.MAX_VALUE);
    }

    private static Map<String, String> labels(PodTemplateSpec template) {
        var labels = new LinkedHashMap<>(template.getMetadata().getLabels());
        labels.put(ContainerLabels.MANAGED_BY, ContainerLabels.COMMAND);
        return labels;
    }
}
