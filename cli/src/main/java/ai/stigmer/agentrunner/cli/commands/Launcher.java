package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.container.ContainerLabels;
import ai.stigmer.agentrunner.cli.container.ContainerSpec;
import ai.stigmer.agentrunner.cli.container.Mount;
import ai.stigmer.agentrunner.cli.output.Console;
import ai.stigmer.agentrunner.cli.runtime.ContainerRuntime;
import ai.stigmer.agentrunner.cli.runtime.Containers;
import ai.stigmer.agentrunner.cli.runtime.Images;
import ai.stigmer.agentrunner.cli.runtime.Messages;
import ai.stigmer.agentrunner.cli.runtime.RegistryCredentials;
import ai.stigmer.agentrunner.cli.runtime.Volumes;
import ai.stigmer.agentrunner.cli.runtime.WorkspaceCheck;
import ai.stigmer.agentrunner.model.Reason;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.Optional;

/** Brings one container to what its description says. */
final class Launcher {
    /** A container has this name until it may take its predecessor's place; no AgentRunner can have it. */
    private static final String NEXT = ".next";

    /** What it takes the place of has this one until it has started. */
    private static final String FORMER = ".former";

    private final ContainerRuntime runtime;
    private final Containers containers;
    private final Images images;
    private final Volumes volumes;
    private final ImageFetcher fetcher;
    private final Console console;
    private final Cleanup cleanup;

    Launcher(ContainerRuntime runtime, RegistryCredentials credentials, Console console, Cleanup cleanup) {
        this.runtime = runtime;
        this.containers = new Containers(runtime);
        this.images = new Images(runtime);
        this.volumes = new Volumes(runtime);
        this.fetcher = new ImageFetcher(runtime, credentials, console, cleanup);
        this.console = console;
        this.cleanup = cleanup;
    }

    /** What became of it. */
    enum Outcome {
        /** It ran already, just so. */
        UNCHANGED,
        /** There was none. */
        CREATED,
        /** Another description took its place. */
        REPLACED,
        /** It was stopped, and runs again. */
        STARTED,
        /** spec.suspend is true: it doesn't run. */
        SUSPENDED
    }

    /**
     * A container that was brought to what it should be.
     *
     * @param id of the runtime's; empty: it was suspended before there was one
     * @param restarts how often the runtime had started it again before
     */
    record Launched(Outcome outcome, String id, int restarts) {}

    /**
     * Does what is to be done.
     *
     * @throws Failure where something stands in the way
     */
    Launched launch(Prepared prepared) {
        return launch(prepared, cleanup::done);
    }

    /** The same for a trial: the container and all that was made for it go with the cleanup. */
    Launched launchOnTrial(Prepared prepared) {
        return launch(prepared, () -> {});
    }

    private Launched launch(Prepared prepared, Runnable onceItRuns) {
        var spec = prepared.spec();
        var live = live(spec.name());
        if (live.filter(found -> !found.isOurs()).isPresent()) {
            throw Failure.failed(Reason.NameConflict + ": a container " + spec.name()
                    + " is there already and was not made by agentrunner; it is left alone: rename the AgentRunner, or"
                    + " remove that container if nobody needs it");
        }
        if (prepared.isSuspended()) {
            live.ifPresent(containers::stop);
            return new Launched(
                    Outcome.SUSPENDED, live.map(Containers.Found::id).orElse(""), 0);
        }
        fetcher.fetch(prepared);
        if (live.filter(found -> isSame(found, spec)).isPresent()) {
            return keep(live.get());
        }
        var id = cleanup.make(() -> {
            prepareMounts(spec, live.isPresent());
            var created = create(spec);
            cleanup.onInterrupt(() -> containers.remove(created));
            return created;
        });
        live.ifPresent(found -> stop(found, spec, id));
        cleanup.make(() -> {
            live.ifPresent(found -> rename(found.id(), spec.name() + FORMER, spec));
            rename(id, spec.name(), spec);
            start(id);
            live.map(Containers.Found::id).ifPresent(containers::remove);
            onceItRuns.run();
            return id;
        });
        forgetOldFiles(spec);
        return new Launched(live.isPresent() ? Outcome.REPLACED : Outcome.CREATED, id, 0);
    }

    /** What has the name; or what an agentrunner that was killed was about to replace, which gets its name back. */
    private Optional<Containers.Found> live(String name) {
        var live = containers.find(name);
        var former = containers.find(name + FORMER).filter(Containers.Found::isOurs);
        if (live.isEmpty() && former.isPresent()) {
            containers.rename(former.get().id(), name);
            return containers.find(name);
        }
        former.map(Containers.Found::id).ifPresent(containers::remove);
        return live;
    }

    private Launched keep(Containers.Found live) {
        var outcome = live.state().isStopped() ? Outcome.STARTED : Outcome.UNCHANGED;
        if (outcome == Outcome.STARTED) {
            containers.start(live.id());
        }
        return new Launched(outcome, live.id(), live.state().restarts());
    }

    private boolean isSame(Containers.Found live, ContainerSpec spec) {
        return String.valueOf(spec.labels().get(ContainerLabels.SPEC))
                        .equals(live.labels().get(ContainerLabels.SPEC))
                && images.id(spec.image()).filter(live.imageId()::equals).isPresent();
    }

    private void stop(Containers.Found live, ContainerSpec spec, String successor) {
        var stays = spec.workspace().filter(Mount.Ephemeral.class::isInstance).isEmpty();
        console.note(live.name() + ": its description has changed; the container is stopped and replaced"
                + (stays ? ", its workspace stays" : ", with its ephemeral workspace"));
        cleanup.onInterrupt(() -> bringBack(live, successor));
        containers.stop(live);
    }

    /** As it was, before the successor came. It may be draining: a start counts once it has ended. */
    private void bringBack(Containers.Found live, String successor) {
        containers.remove(successor);
        var former = containers.find(live.id());
        if (former.filter(found -> !found.name().equals(live.name())).isPresent()) {
            containers.rename(live.id(), live.name());
        }
        if (former.isPresent() && !live.state().isStopped()) {
            console.note(live.name() + ": the container as it was is started again once it has stopped");
            containers.stop(live);
            containers.start(live.id());
        }
    }

    private void prepareMounts(ContainerSpec spec, boolean isThere) {
        for (var mount : spec.mounts()) {
            if (mount instanceof Mount.Files files) {
                volumes.writeFiles(spec, files, this::goesUnlessKept);
            }
            if (mount instanceof Mount.Volume volume) {
                prepareVolume(spec, volume);
            }
        }
        spec.workspace()
                .filter(workspace ->
                        workspace instanceof Mount.Folder || (workspace instanceof Mount.Volume && !isThere))
                .ifPresent(workspace -> new WorkspaceCheck(runtime)
                        .problem(spec, workspace)
                        .ifPresent(problem -> {
                            throw Failure.failed(WorkspaceProblem.sentence(runtime, spec, workspace, problem));
                        }));
    }

    private void prepareVolume(ContainerSpec spec, Mount.Volume volume) {
        var labels = volumes.labels(volume.name());
        var isOwn = volume.name().equals(spec.name() + "-workspace");
        if (labels.isPresent()) {
            if (isOwn && !spec.name().equals(labels.get().get(ContainerLabels.RUNNER))) {
                throw Failure.failed(Reason.NameConflict + ": a volume " + volume.name()
                        + " is there already and was not made by agentrunner; it is left alone: rename the AgentRunner,"
                        + " or remove that volume if nobody needs it");
            }
            return;
        }
        if (!isOwn) {
            throw Failure.failed(Reason.WaitingForClaim + ": there is no volume " + volume.name()
                    + ", which the manifest takes for granted: make it with " + runtime.kind() + " volume create "
                    + volume.name() + ", or correct claimName");
        }
        volumes.createWorkspace(spec, volume, this::goesUnlessKept);
    }

    private void goesUnlessKept(String volume) {
        cleanup.onInterrupt(() -> volumes.remove(volume));
    }

    private void rename(String id, String name, ContainerSpec spec) {
        try {
            containers.rename(id, name);
        } catch (DockerException e) {
            // Not found: the other one took it for a leftover.
            throw isTaken(e) || e instanceof NotFoundException ? atWork(spec.name()) : e;
        }
    }

    /** Docker has a status for it, Podman its words. */
    private static boolean isTaken(DockerException e) {
        return e instanceof ConflictException || Messages.of(e).contains("is already in use");
    }

    /** Another process makes or removes the container of that name. */
    static Failure atWork(String name) {
        return Failure.failed("another agentrunner is at work on " + name + ": wait for it, then run this again");
    }

    private String create(ContainerSpec spec) {
        containers
                .find(spec.name() + NEXT)
                .filter(Containers.Found::isOurs)
                .filter(leftover -> leftover.state().status().equals("created"))
                .ifPresent(leftover -> containers.remove(leftover.id()));
        var ephemeral = volumes.createEphemeral(spec, this::goesUnlessKept);
        try {
            return containers.create(spec, spec.name() + NEXT, ephemeral);
        } catch (DockerException e) {
            if (isTaken(e)) {
                throw atWork(spec.name());
            }
            throw Failure.failed(Reason.ContainerConfigError + ": the container of " + spec.name()
                    + " can't be created: " + Messages.of(e));
        }
    }

    private void start(String id) {
        try {
            containers.start(id);
        } catch (DockerException e) {
            throw new StartRefused(Messages.of(e));
        }
    }

    /** A container's command isn't there, its port is taken: it goes with the cleanup. */
    static final class StartRefused extends RuntimeException {
        private static final long serialVersionUID = 1;

        StartRefused(String words) {
            super(words, null, false, false);
        }
    }

    private void forgetOldFiles(ContainerSpec spec) {
        var wanted = spec.mounts().stream()
                .filter(Mount.Files.class::isInstance)
                .map(mount -> ((Mount.Files) mount).name())
                .toList();
        volumes.files(spec.name()).stream()
                .filter(name -> !wanted.contains(name))
                .forEach(volumes::remove);
    }
}
