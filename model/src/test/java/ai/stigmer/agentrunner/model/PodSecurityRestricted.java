package ai.stigmer.agentrunner.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * The Pod Security Standards' profile {@code restricted}, read from their page
 * (kubernetes.io/docs/concepts/security/pod-security-standards) and not from the operator's rules, on a pod's JSON.
 */
final class PodSecurityRestricted {
    private static final Set<String> VOLUMES = Set.of(
            "configMap",
            "csi",
            "downwardAPI",
            "emptyDir",
            "ephemeral",
            "image",
            "persistentVolumeClaim",
            "projected",
            "secret");
    private static final Set<String> SELINUX =
            Set.of("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t");
    private static final Set<String> CONFINED = Set.of("RuntimeDefault", "Localhost");

    private final List<String> violations = new ArrayList<>();

    private PodSecurityRestricted() {}

    /** What a pod template violates; empty: nothing. */
    static List<String> violations(JsonNode template) {
        var check = new PodSecurityRestricted();
        check.pod(template);
        return check.violations;
    }

    private void pod(JsonNode template) {
        var spec = template.path("spec");
        for (var host : List.of("hostNetwork", "hostPID", "hostIPC")) {
            unless(!spec.path(host).asBoolean(), host);
        }
        template.at("/metadata/annotations")
                .properties()
                .forEach(annotation -> unless(
                        !annotation.getKey().startsWith("container.apparmor.security.beta.kubernetes.io/")
                                || annotation.getValue().asText().equals("runtime/default")
                                || annotation.getValue().asText().startsWith("localhost/"),
                        annotation.getKey()));
        for (var volume : spec.path("volumes")) {
            for (var field : volume.properties()) {
                unless(field.getKey().equals("name") || VOLUMES.contains(field.getKey()), "volume " + field.getKey());
            }
            unless(volume.size() == 2, "volume without a type");
        }
        var pod = spec.path("securityContext");
        unless(pod.path("sysctls").isEmpty(), "sysctls");
        shared("pod", pod);
        for (var kind : List.of("containers", "initContainers", "ephemeralContainers")) {
            spec.path(kind).forEach(container -> container(container, pod));
        }
    }

    private void container(JsonNode container, JsonNode pod) {
        var name = container.path("name").asText();
        var context = container.path("securityContext");
        shared(name, context);
        unless(!context.path("privileged").asBoolean(), name + " privileged");
        unless(context.path("allowPrivilegeEscalation").isBoolean(), name + " allowPrivilegeEscalation unset");
        unless(!context.path("allowPrivilegeEscalation").asBoolean(), name + " allowPrivilegeEscalation");
        unless(contains(context.at("/capabilities/drop"), "ALL"), name + " keeps capabilities");
        context.at("/capabilities/add")
                .forEach(added -> unless(added.asText().equals("NET_BIND_SERVICE"), name + " adds " + added));
        unless(Set.of("", "Default").contains(context.path("procMount").asText()), name + " procMount");
        var nonRoot = context.has("runAsNonRoot") ? context.get("runAsNonRoot") : pod.path("runAsNonRoot");
        unless(nonRoot.asBoolean(), name + " runAsNonRoot");
        var seccomp = context.has("seccompProfile") ? context.get("seccompProfile") : pod.path("seccompProfile");
        unless(CONFINED.contains(seccomp.path("type").asText()), name + " seccomp " + seccomp);
        container.path("ports").forEach(port -> unless(port.path("hostPort").asInt() == 0, name + " hostPort"));
        for (var probe : List.of(
                "/livenessProbe", "/readinessProbe", "/startupProbe", "/lifecycle/postStart", "/lifecycle/preStop")) {
            for (var action : List.of("/httpGet/host", "/tcpSocket/host")) {
                unless(container.at(probe + action).asText().isEmpty(), name + probe + action);
            }
        }
    }

    /** What is forbidden for a pod and for a container alike. */
    private void shared(String who, JsonNode context) {
        unless(!context.path("runAsUser").isNumber() || context.get("runAsUser").asLong() != 0, who + " runs as root");
        unless(!context.at("/windowsOptions/hostProcess").asBoolean(), who + " hostProcess");
        var selinux = context.path("seLinuxOptions");
        unless(SELINUX.contains(selinux.path("type").asText()), who + " SELinux type");
        unless(
                selinux.path("user").asText().isEmpty()
                        && selinux.path("role").asText().isEmpty(),
                who + " SELinux");
        unless(
                !context.has("appArmorProfile")
                        || CONFINED.contains(context.at("/appArmorProfile/type").asText()),
                who + " AppArmor");
    }

    private static boolean contains(JsonNode list, String value) {
        return StreamSupport.stream(list.spliterator(), false)
                .anyMatch(element -> element.asText().equals(value));
    }

    private void unless(boolean fine, String violation) {
        if (!fine) {
            violations.add(violation);
        }
    }
}
