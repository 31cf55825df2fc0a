package ai.stigmer.agentrunner.cli.runtime;

import ai.stigmer.agentrunner.cli.container.ContainerLabels;
import ai.stigmer.agentrunner.cli.container.ContainerSpec;
import ai.stigmer.agentrunner.cli.container.Mount;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.MountType;
import java.io.ByteArrayInputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The runtime's volumes: workspaces, which are never deleted unasked, files, and what goes with a container. */
public final class Volumes {
    private static final String WORKSPACE = "workspace";
    private static final String FILES = "files";
    private static final String EPHEMERAL = "ephemeral";

    private final ContainerRuntime runtime;

    /** Of that runtime. */
    public Volumes(ContainerRuntime runtime) {
        this.runtime = runtime;
    }

    /**
     * Its labels, if there is one of that name. It is looked for in the list: asked for one by name, Podman also answers with
     * the only one whose name begins so.
     */
    public Optional<Map<String, String>> labels(String name) {
        return all(Map.of("name", name))
                .filter(volume -> volume.getName().equals(name))
                .map(volume -> volume.getLabels() == null ? Map.<String, String>of() : volume.getLabels())
                .findFirst();
    }

    private Stream<InspectVolumeResponse> all(Map<String, String> filter) {
        var command = runtime.client().listVolumesCmd();
        filter.forEach((key, value) -> command.withFilter(key, List.of(value)));
        return Stream.ofNullable(command.exec().getVolumes()).flatMap(List::stream);
    }

    /**
     * Makes a workspace that belongs to the container's user.
     *
     * @param made takes its name as soon as it is there, before it is whole
     */
    public void createWorkspace(ContainerSpec spec, Mount.Volume workspace, Consumer<String> made) {
        createFor(spec, workspace.name(), WORKSPACE, workspace.path(), made);
    }

    private void createFor(ContainerSpec spec, String name, String component, String path, Consumer<String> made) {
        create(spec, name, component);
        made.accept(name);
        fill(spec, name, path, "/", Archive.folder(path, Ids.user(spec), Ids.group(spec)));
    }

    /**
     * Makes the volumes that live as long as one container. They belong to its user as in a cluster, where fsGroup sees to
     * it; a volume without a name would be root's.
     *
     * @param made takes the name of each as soon as it is there, before it is whole
     * @return their names by the path where they belong
     */
    public Map<String, String> createEphemeral(ContainerSpec spec, Consumer<String> made) {
        var names = new LinkedHashMap<String, String>();
        for (var mount : spec.mounts()) {
            if (mount instanceof Mount.Ephemeral(var path, var isWorkspace)) {
                var name = spec.name() + "-ephemeral-" + Long.toString(System.nanoTime(), Character.MAX_RADIX);
                createFor(spec, name, EPHEMERAL, path, made);
                names.put(path, name);
            }
        }
        return names;
    }

    /** Those that go with that container; none where there is no such container. */
    List<String> ephemeralOf(String container) {
        try {
            var mounts = runtime.client().inspectContainerCmd(container).exec().getMounts();
            return mounts == null
                    ? List.of()
                    : mounts.stream()
                            .map(InspectContainerResponse.Mount::getName)
                            .filter(name -> name != null
                                    && labels(name)
                                            .filter(labels -> is(labels, EPHEMERAL))
                                            .isPresent())
                            .toList();
        } catch (NotFoundException e) {
            return List.of();
        }
    }

    /**
     * Makes the volume of these files, or writes them again.
     *
     * @param made takes its name where it was not there before, as soon as it is there
     */
    public void writeFiles(ContainerSpec spec, Mount.Files files, Consumer<String> made) {
        var isThere = labels(files.name()).isPresent();
        create(spec, files.name(), FILES);
        if (!isThere) {
            made.accept(files.name());
        }
        fill(spec, files.name(), files.path(), files.path(), Archive.files(files, Ids.group(spec)));
    }

    /** Deletes it; false where another container uses it, so that it stays. */
    public boolean remove(String name) {
        // Podman would delete the only one whose name begins so.
        if (labels(name).isEmpty()) {
            return true;
        }
        try {
            runtime.client().removeVolumeCmd(name).exec();
            return true;
        } catch (NotFoundException e) {
            return true;
        } catch (ConflictException e) {
            return false;
        }
    }

    /** Those of files of that AgentRunner. */
    public List<String> files(String runner) {
        return named(runner, FILES);
    }

    /** Those of workspaces of that AgentRunner. */
    public List<String> workspaces(String runner) {
        return named(runner, WORKSPACE);
    }

    private List<String> named(String runner, String component) {
        return all(Map.of("label", ContainerLabels.RUNNER + "=" + runner))
                .filter(volume -> volume.getLabels() != null)
                .filter(volume -> is(volume.getLabels(), component)
                        && runner.equals(volume.getLabels().get(ContainerLabels.RUNNER)))
                .map(InspectVolumeResponse::getName)
                .sorted()
                .toList();
    }

    private static boolean is(Map<String, String> labels, String component) {
        return ContainerLabels.COMMAND.equals(labels.get(ContainerLabels.MANAGED_BY))
                && component.equals(labels.get(ContainerLabels.COMPONENT));
    }

    private void create(ContainerSpec spec, String name, String component) {
        runtime.client()
                .createVolumeCmd()
                .withName(name)
                .withLabels(Map.of(
                        ContainerLabels.RUNNER,
                        spec.name(),
                        ContainerLabels.MANAGED_BY,
                        ContainerLabels.COMMAND,
                        ContainerLabels.COMPONENT,
                        component))
                .exec();
    }

    /** Through a container that is never started: it needs no shell in the image, and works from afar. */
    private void fill(ContainerSpec spec, String volume, String path, String into, byte[] archive) {
        var id = runtime.client()
                .createContainerCmd(spec.image())
                .withEntrypoint("none")
                .withLabels(Map.of(ContainerLabels.RUNNER, spec.name()))
                .withHostConfig(HostConfig.newHostConfig()
                        .withNetworkMode("none")
                        .withCapDrop(Capability.ALL)
                        .withMounts(List.of(new com.github.dockerjava.api.model.Mount()
                                .withType(MountType.VOLUME)
                                .withSource(volume)
                                .withTarget(path))))
                .exec()
                .getId();
        try {
            runtime.client()
                    .copyArchiveToContainerCmd(id)
                    .withRemotePath(into)
                    .withTarInputStream(new ByteArrayInputStream(archive))
                    .exec();
        } finally {
            runtime.client().removeContainerCmd(id).withForce(true).exec();
        }
    }
}
