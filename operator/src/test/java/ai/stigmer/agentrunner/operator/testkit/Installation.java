package ai.stigmer.agentrunner.operator.testkit;

import ai.stigmer.agentrunner.testing.LocalCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * What kubectl apply -k would install, under names of its own, so that it stands beside the shared installation. The
 * operator itself runs as a process, with the flags and the rights that its pod would have.
 */
public final class Installation implements AutoCloseable {
    private final LocalCluster cluster;
    private final String namespace;
    private final List<HasMetadata> objects;

    private Installation(LocalCluster cluster, String namespace, List<HasMetadata> objects) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.objects = objects;
    }

    /**
     * Renders it; nothing is applied yet.
     *
     * @param watched the namespace that takes the place of "agents"
     * @param components of manifests/components
     */
    public static Installation of(LocalCluster cluster, String overlay, String watched, String... components) {
        var namespace = cluster.newNamespace("system");
        var yaml = Kustomize.render(cluster, overlay, List.of(components))
                .replace("agentrunner-system", namespace)
                .replace("namespace: agents\n", "namespace: " + watched + "\n")
                .replace("--namespaces=agents\n", "--namespaces=" + watched + "\n");
        var objects = cluster.client()
                .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items();
        objects.forEach(object -> rename(object, namespace));
        return new Installation(cluster, namespace, objects);
    }

    /** What isn't in a namespace of its own has the name of the shared installation's. */
    private static void rename(HasMetadata object, String suffix) {
        switch (object) {
            case ClusterRole role ->
                role.getMetadata().setName(role.getMetadata().getName() + "-" + suffix);
            case ClusterRoleBinding binding -> {
                binding.getMetadata().setName(binding.getMetadata().getName() + "-" + suffix);
                binding.getRoleRef().setName(binding.getRoleRef().getName() + "-" + suffix);
            }
            case Role role
            when !suffix.equals(role.getMetadata().getNamespace()) ->
                role.getMetadata().setName(role.getMetadata().getName() + "-" + suffix);
            case RoleBinding binding
            when binding.getRoleRef().getKind().equals("Role")
                    && !suffix.equals(binding.getMetadata().getNamespace()) -> {
                binding.getMetadata().setName(binding.getMetadata().getName() + "-" + suffix);
                binding.getRoleRef().setName(binding.getRoleRef().getName() + "-" + suffix);
            }
            case RoleBinding binding
            when binding.getRoleRef().getKind().equals("ClusterRole") ->
                binding.getRoleRef().setName(binding.getRoleRef().getName() + "-" + suffix);
            default -> {}
        }
    }

    /** Applies the operator's account and rights. */
    public void grant() {
        rights().forEach(object -> cluster.client().resource(object).create());
    }

    private List<HasMetadata> rights() {
        return objects.stream()
                .filter(object -> switch (object) {
                    case ServiceAccount account -> true;
                    case Role role -> true;
                    case RoleBinding binding -> true;
                    case ClusterRoleBinding binding -> true;
                    case ClusterRole role -> isOperators(role);
                    default -> false;
                })
                .toList();
    }

    private static boolean isOperators(ClusterRole role) {
        return role.getMetadata().getName().startsWith("agentrunner-operator");
    }

    /** All that the operator may do. */
    public Collection<PolicyRule> rules() {
        var rules = new ArrayList<PolicyRule>();
        for (var object : objects) {
            switch (object) {
                case Role role -> rules.addAll(role.getRules());
                case ClusterRole role when isOperators(role) -> rules.addAll(role.getRules());
                default -> {}
            }
        }
        return rules;
    }

    public boolean isClusterWide() {
        return objects.stream().anyMatch(ClusterRoleBinding.class::isInstance);
    }

    /** Where the operator runs. */
    public String namespace() {
        return namespace;
    }

    public String account() {
        return "system:serviceaccount:" + namespace + ":agentrunner-operator";
    }

    /** What its container is started with, and more. */
    public String[] flags(String... more) {
        var flags = new ArrayList<>(List.of("--as=" + account()));
        for (var object : objects) {
            if (object instanceof Deployment deployment) {
                flags.addAll(deployment
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getArgs());
            }
        }
        flags.addAll(Arrays.asList(more));
        return flags.toArray(String[]::new);
    }

    @Override
    public void close() {
        rights().forEach(object -> cluster.client().resource(object).delete());
        cluster.client().namespaces().withName(namespace).delete();
    }
}
