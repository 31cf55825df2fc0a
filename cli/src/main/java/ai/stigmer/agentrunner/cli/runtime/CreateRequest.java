package ai.stigmer.agentrunner.cli.runtime;

import ai.stigmer.agentrunner.cli.container.ContainerSpec;
import ai.stigmer.agentrunner.cli.container.Mount;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.SELContext;
import com.github.dockerjava.api.model.Volume;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A container's description in the words of Docker's API. */
final class CreateRequest {
    private static final long NANOS = 1_000_000_000;

    /**
     * Logs of a worker that runs for months must not fill the disk. Podman, whose name for json-file is k8s-file, keeps one
     * file and begins it anew.
     */
    private static final Map<RuntimeKind, Map<String, String>> LOG_ROTATION = Map.of(
            RuntimeKind.DOCKER, Map.of("max-size", "10m", "max-file", "3"),
            RuntimeKind.PODMAN, Map.of("max-size", "30m"));

    private CreateRequest() {}

    /**
     * Fills in the command.
     *
     * @param ephemeral names of the volumes that go with the container, by path
     * @param hostAddress of host.docker.internal; empty: it is known to every container of this runtime
     */
    static void fill(
            CreateContainerCmd command,
            ContainerSpec spec,
            Map<String, String> ephemeral,
            ContainerRuntime runtime,
            Optional<String> hostAddress) {
        command.withUser(spec.user())
                .withEnv(spec.environment().stream()
                        .map(variable -> variable.name() + "=" + variable.value())
                        .toList())
                .withLabels(spec.labels())
                .withStopTimeout(spec.graceSeconds())
                .withHealthcheck(check(spec, runtime))
                .withHostConfig(host(spec, ephemeral, runtime, hostAddress));
        if (!spec.network().host()) {
            command.withHostName(spec.name());
        }
        if (!spec.entrypoint().isEmpty()) {
            command.withEntrypoint(spec.entrypointValues());
        }
        if (!spec.arguments().isEmpty()) {
            command.withCmd(spec.argumentValues());
        }
        var ports = spec.network().published().stream().map(PortBinding::parse).toList();
        command.withExposedPorts(ports.stream().map(PortBinding::getExposedPort).toArray(ExposedPort[]::new));
    }

    /** It restarts nobody, as Podman could: it is the readiness probe's, which fails while Temporal is away. */
    private static HealthCheck check(ContainerSpec spec, ContainerRuntime runtime) {
        if (spec.check().isEmpty()) {
            // The image's own would say something else than the manifest.
            return new HealthCheck().withTest(List.of("NONE"));
        }
        var check = spec.check().get();
        var health = new HealthCheck()
                .withTest(HealthCommand.test(check.command(), runtime.kind()))
                .withInterval(check.intervalSeconds() * NANOS)
                .withTimeout(check.timeoutSeconds() * NANOS)
                .withRetries(check.retries())
                .withStartPeriod(check.startPeriodSeconds() * NANOS);
        return runtime.kind() == RuntimeKind.DOCKER && runtime.speaks(44)
                ? health.withStartInterval(check.startIntervalSeconds() * NANOS)
                : health;
    }

    private static HostConfig host(
            ContainerSpec spec, Map<String, String> ephemeral, ContainerRuntime runtime, Optional<String> hostAddress) {
        var security = new ArrayList<>(List.of("no-new-privileges"));
        if (spec.seccompUnconfined()) {
            security.add("seccomp=unconfined");
        }
        var host = HostConfig.newHostConfig()
                .withReadonlyRootfs(spec.readOnlyRoot())
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(security)
                .withGroupAdd(spec.groups())
                .withRestartPolicy(RestartPolicy.unlessStoppedRestart())
                .withNetworkMode(spec.network().host() ? "host" : "bridge")
                .withExtraHosts(hosts(spec, hostAddress))
                .withPortBindings(spec.network().published().stream()
                        .map(PortBinding::parse)
                        .toList())
                .withTmpFs(tmpfs(spec, runtime))
                .withMounts(volumes(spec, ephemeral))
                .withBinds(folders(spec))
                .withLogConfig(new LogConfig(LogConfig.LoggingType.JSON_FILE, LOG_ROTATION.get(runtime.kind())));
        limit(host, spec.limits());
        return host;
    }

    private static void limit(HostConfig host, ContainerSpec.Limits limits) {
        if (limits.memoryBytes() > 0) {
            // As in a cluster, there is no swap beyond it.
            host.withMemory(limits.memoryBytes()).withMemorySwap(limits.memoryBytes());
        }
        if (limits.reservedBytes() > 0) {
            host.withMemoryReservation(limits.reservedBytes());
        }
        if (limits.nanoCpus() > 0) {
            host.withNanoCPUs(limits.nanoCpus());
        }
        if (limits.cpuShares() > 0) {
            host.withCpuShares(limits.cpuShares());
        }
    }

    private static String[] hosts(ContainerSpec spec, Optional<String> hostAddress) {
        var hosts = new ArrayList<>(spec.network().aliases());
        if (spec.network().hostAlias()) {
            hostAddress.ifPresent(address -> hosts.add("host.docker.internal:" + address));
        }
        return hosts.toArray(String[]::new);
    }

    private static Map<String, String> tmpfs(ContainerSpec spec, ContainerRuntime runtime) {
        var tmpfs = new LinkedHashMap<String, String>();
        for (var mount : spec.mounts()) {
            if (mount instanceof Mount.Tmpfs memory) {
                tmpfs.put(memory.path(), options(memory, spec, runtime));
            }
        }
        return tmpfs;
    }

    /** runc gives it the mode of the image's own folder, whatever is asked for: so it belongs to the user. */
    private static String options(Mount.Tmpfs memory, ContainerSpec spec, ContainerRuntime runtime) {
        var owner = runtime.kind() == RuntimeKind.PODMAN ? ",U" : ",uid=" + Ids.user(spec) + ",gid=" + Ids.group(spec);
        var size = memory.sizeBytes() > 0 ? ",size=" + memory.sizeBytes() : "";
        return "rw,exec,nosuid,nodev,mode=1777" + owner + size;
    }

    private static List<com.github.dockerjava.api.model.Mount> volumes(
            ContainerSpec spec, Map<String, String> ephemeral) {
        var mounts = new ArrayList<com.github.dockerjava.api.model.Mount>();
        for (var mount : spec.mounts()) {
            switch (mount) {
                case Mount.Volume volume ->
                    mounts.add(volume(volume.path(), volume.readOnly()).withSource(volume.name()));
                case Mount.Files files -> mounts.add(volume(files.path(), true).withSource(files.name()));
                case Mount.Ephemeral temporary ->
                    mounts.add(volume(temporary.path(), false)
                            .withSource(String.valueOf(ephemeral.get(temporary.path()))));
                case Mount.Folder folder -> {}
                case Mount.Tmpfs memory -> {}
            }
        }
        return mounts;
    }

    private static com.github.dockerjava.api.model.Mount volume(String path, boolean readOnly) {
        return new com.github.dockerjava.api.model.Mount()
                .withType(MountType.VOLUME)
                .withTarget(path)
                .withReadOnly(readOnly);
    }

    private static Bind[] folders(ContainerSpec spec) {
        return spec.mounts().stream()
                .filter(Mount.Folder.class::isInstance)
                .map(Mount.Folder.class::cast)
                .map(folder -> new Bind(
                        folder.source(),
                        new Volume(folder.path()),
                        folder.readOnly() ? AccessMode.ro : AccessMode.rw,
                        switch (folder.options()) {
                            case "Z" -> SELContext.single;
                            case "z" -> SELContext.shared;
                            default -> SELContext.none;
                        }))
                .toArray(Bind[]::new);
    }
}
