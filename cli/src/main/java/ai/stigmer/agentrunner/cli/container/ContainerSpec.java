package ai.stigmer.agentrunner.cli.container;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container, as it is to be created.
 *
 * @param name of the container; the AgentRunner's
 * @param image as in the pod
 * @param pullPolicy Always, IfNotPresent or Never
 * @param pullSecrets names of Secrets with registry credentials
 * @param entrypoint the pod's command; empty: the image's own
 * @param arguments empty: the image's own
 * @param environment in order, {@code $(NAME)} expanded
 * @param user UID:GID
 * @param groups supplementary groups, the pod's fsGroup
 * @param readOnlyRoot whether the image's files can't be changed
 * @param seccompUnconfined whether the runtime's default profile is off
 * @param mounts in order
 * @param limits of CPU and memory
 * @param network which network it is in
 * @param check the one health check that a container has
 * @param graceSeconds from SIGTERM to SIGKILL
 * @param labels with which it is found again
 */
public record ContainerSpec(
        String name,
        String image,
        String pullPolicy,
        List<String> pullSecrets,
        List<Argument> entrypoint,
        List<Argument> arguments,
        List<Variable> environment,
        String user,
        List<String> groups,
        boolean readOnlyRoot,
        boolean seccompUnconfined,
        List<Mount> mounts,
        Limits limits,
        Network network,
        Optional<Check> check,
        int graceSeconds,
        Map<String, String> labels) {

    /**
     * A part of the command, {@code $(NAME)} expanded.
     *
     * @param value as the container gets it, secrets in it
     * @param shown the same without values of secrets
     */
    public record Argument(String value, String shown) {
        /** Never the value of a secret. */
        @Override
        public String toString() {
            return shown;
        }
    }

    /**
     * A variable of the environment.
     *
     * @param secret whether its value is never to be shown
     */
    public record Variable(String name, String value, boolean secret) {
        /** Never the value of a secret one. */
        String shown() {
            return secret ? "(not shown)" : value;
        }

        /** Never the value of a secret one. */
        @Override
        public String toString() {
            return name + "=" + shown();
        }
    }

    /**
     * What the container gets of the machine; 0: no limit, or no request.
     *
     * @param memoryBytes beyond which it is killed
     * @param nanoCpus billionths of a CPU that it may use
     * @param reservedBytes that it keeps when memory is short
     * @param cpuShares its weight against other containers, 1024 a CPU asked for
     */
    public record Limits(long memoryBytes, long nanoCpus, long reservedBytes, int cpuShares) {}

    /**
     * Its network.
     *
     * @param host this machine's own; otherwise a bridge
     * @param aliases further lines of /etc/hosts, NAME:ADDRESS
     * @param hostAlias whether this machine must be reachable as host.docker.internal
     * @param published ports, as with docker run --publish
     */
    public record Network(boolean host, List<String> aliases, boolean hostAlias, List<String> published) {}

    /**
     * A command that ends with 0 where the container is healthy.
     *
     * @param startPeriodSeconds in which failures don't count
     * @param startIntervalSeconds between two tries in that time, where the runtime can
     */
    public record Check(
            List<String> command,
            int intervalSeconds,
            int timeoutSeconds,
            int retries,
            int startPeriodSeconds,
            int startIntervalSeconds) {}

    /** The command as the container gets it; empty: the image's own. */
    public List<String> entrypointValues() {
        return entrypoint.stream().map(Argument::value).toList();
    }

    /** Its arguments as the container gets them; empty: the image's own. */
    public List<String> argumentValues() {
        return arguments.stream().map(Argument::value).toList();
    }

    /** The workspace, if its files outlive the container. */
    public Optional<Mount> workspace() {
        return mounts.stream().filter(Mount::isWorkspace).findFirst();
    }
}
