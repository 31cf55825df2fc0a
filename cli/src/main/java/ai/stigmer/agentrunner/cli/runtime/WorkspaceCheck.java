package ai.stigmer.agentrunner.cli.runtime;

import ai.stigmer.agentrunner.cli.container.ContainerLabels;
import ai.stigmer.agentrunner.cli.container.ContainerSpec;
import ai.stigmer.agentrunner.cli.container.Mount;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.SELContext;
import com.github.dockerjava.api.model.Volume;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Whether the container's user can write to its workspace, asked before the container starts. */
public final class WorkspaceCheck {
    private static final String FILE = ".agentrunner-write-test";

    /** As shells end where a command can't be run. */
    private static final int NOT_EXECUTABLE = 126;

    private static final long SECONDS = 30;

    private final ContainerRuntime runtime;

    /** On that runtime. */
    public WorkspaceCheck(ContainerRuntime runtime) {
        this.runtime = runtime;
    }

    /**
     * Writes a file and removes it, as that user, in a container of the same image; where the image has no shell, reads who
     * owns the folder.
     *
     * @return what is wrong, in the system's words; empty: it can write
     */
    public Optional<String> problem(ContainerSpec spec, Mount workspace) {
        var path = workspace.path();
        var id = runtime.client()
                .createContainerCmd(spec.image())
                .withEntrypoint(command(path))
                .withUser(spec.user())
                .withLabels(java.util.Map.of(ContainerLabels.RUNNER, spec.name()))
                .withHostConfig(host(spec, workspace))
                .exec()
                .getId();
        try {
            return tried(id, path, spec);
        } finally {
            runtime.client().removeContainerCmd(id).withForce(true).exec();
        }
    }

    /** The same in a container that runs. */
    public Optional<String> problemIn(String id, String path, ContainerSpec spec) {
        var output = new ByteArrayOutputStream();
        return switch (new Streams(runtime).ask(id, command(path), output)) {
            case 0 -> Optional.empty();
            case NOT_EXECUTABLE, Streams.NOT_FOUND -> byOwner(id, path, spec);
            default -> Optional.of(output.toString(StandardCharsets.UTF_8).strip());
        };
    }

    private static List<String> command(String path) {
        return List.of("/bin/sh", "-c", "p=$1/" + FILE + "; : >\"$p\" && rm \"$p\"", "sh", path);
    }

    private Optional<String> tried(String id, String path, ContainerSpec spec) {
        int exit;
        try {
            runtime.client().startContainerCmd(id).exec();
            exit = runtime.client().waitContainerCmd(id).start().awaitStatusCode(SECONDS, TimeUnit.SECONDS);
        } catch (DockerException e) {
            // There is no /bin/sh, or the mount itself is refused: then the container says the same when it starts.
            exit = Streams.NOT_FOUND;
        }
        return switch (exit) {
            case 0 -> Optional.empty();
            case NOT_EXECUTABLE, Streams.NOT_FOUND -> byOwner(id, path, spec);
            default -> Optional.of(output(id));
        };
    }

    private Optional<String> byOwner(String id, String path, ContainerSpec spec) {
        try (InputStream stream =
                        runtime.client().copyArchiveFromContainerCmd(id, path).exec();
                var archive = new TarArchiveInputStream(stream)) {
            var folder = archive.getNextEntry();
            if (folder == null) {
                return Optional.empty();
            }
            int mode = folder.getMode();
            var canWrite = Ids.user(spec) == 0
                    || (folder.getLongUserId() == Ids.user(spec) && (mode & 0300) == 0300)
                    || (folder.getLongGroupId() == Ids.group(spec) && (mode & 0030) == 0030)
                    || (mode & 0003) == 0003;
            return canWrite
                    ? Optional.empty()
                    : Optional.of(path + " belongs to user " + folder.getLongUserId() + " and group "
                            + folder.getLongGroupId() + ", mode " + Integer.toOctalString(mode & 07777));
        } catch (IOException | DockerException e) {
            // It can't be asked either: the worker itself tells.
            return Optional.empty();
        }
    }

    private String output(String id) {
        var text = new StringBuilder();
        try {
            runtime.client()
                    .logContainerCmd(id)
                    .withStdErr(true)
                    .withStdOut(true)
                    .exec(new ResultCallback.Adapter<Frame>() {
                        @Override
                        public void onNext(Frame frame) {
                            text.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
                        }
                    })
                    .awaitCompletion(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return text.toString().strip();
    }

    private static HostConfig host(ContainerSpec spec, Mount workspace) {
        var host = HostConfig.newHostConfig()
                .withNetworkMode("none")
                .withCapDrop(Capability.ALL)
                .withGroupAdd(spec.groups())
                .withSecurityOpts(List.of("no-new-privileges"));
        return switch (workspace) {
            case Mount.Folder folder ->
                host.withBinds(new Bind(
                        folder.source(),
                        new Volume(folder.path()),
                        AccessMode.rw,
                        switch (folder.options()) {
                            case "Z" -> SELContext.single;
                            case "z" -> SELContext.shared;
                            default -> SELContext.none;
                        }));
            case Mount.Volume volume ->
                host.withMounts(List.of(new com.github.dockerjava.api.model.Mount()
                        .withType(MountType.VOLUME)
                        .withSource(volume.name())
                        .withTarget(volume.path())));
            case Mount.Ephemeral temporary -> host;
            case Mount.Tmpfs memory -> host;
            case Mount.Files files -> host;
        };
    }
}
