package ai.stigmer.agentrunner.cli.runtime;

import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.model.Reason;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.PushResponseItem;
import com.github.dockerjava.api.model.ResponseItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** The runtime's images. */
public final class Images {
    private final ContainerRuntime runtime;

    /** Of that runtime. */
    public Images(ContainerRuntime runtime) {
        this.runtime = runtime;
    }

    /** The image's ID, if the runtime has it. */
    public Optional<String> id(String image) {
        return inspect(image).map(InspectImageResponse::getId);
    }

    /** What the runtime knows of it, if it has it. */
    public Optional<InspectImageResponse> inspect(String image) {
        try {
            return Optional.of(runtime.client().inspectImageCmd(image).exec());
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /**
     * One step of a pull.
     *
     * @param layer its short digest; empty: it is about the whole image
     * @param status e.g. Downloading, Pull complete
     * @param current bytes so far, 0 where it isn't told
     * @param total bytes of the layer, 0 where it isn't told
     */
    public record Progress(String layer, String status, long current, long total) {}

    /**
     * Pulls it.
     *
     * @param credentials of its registry
     * @throws Failure with what the registry says and what to do
     */
    public void pull(String image, Optional<AuthConfig> credentials, Consumer<Progress> progress) {
        var refusal = new AtomicReference<String>();
        var command = runtime.client().pullImageCmd(image).withPlatform("");
        credentials.ifPresent(command::withAuthConfig);
        try {
            command.exec(new ResultCallback.Adapter<PullResponseItem>() {
                        @Override
                        public void onNext(PullResponseItem item) {
                            if (item.isErrorIndicated() && item.getErrorDetail() != null) {
                                refusal.set(String.valueOf(item.getErrorDetail().getMessage()));
                            } else {
                                progress.accept(step(item));
                            }
                        }
                    })
                    .awaitCompletion();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.failed("the pull of " + image + " was interrupted");
        } catch (DockerException e) {
            throw refused(image, Messages.of(e), credentials.isPresent());
        } catch (RuntimeException e) {
            throw Failure.failed("image " + image + " can't be pulled: the runtime broke off: " + Messages.of(e)
                    + "; the layers that are complete are kept, run it again");
        }
        if (refusal.get() != null) {
            throw refused(image, refusal.get(), credentials.isPresent());
        }
        if (id(image).isEmpty()) {
            throw Failure.failed("image " + image
                    + " was not pulled: the runtime broke off; the layers that are complete are kept, run it again");
        }
    }

    /** Gives an image another name beside those it has. */
    public void tag(String image, ImageName name) {
        runtime.client().tagImageCmd(image, name.repository(), name.tag()).exec();
    }

    /**
     * Writes it into a file, as docker save does.
     *
     * @throws Failure where it isn't on this machine, or the file can't be written
     */
    public void save(String image, Path file) {
        try (var archive = runtime.client().saveImageCmd(image).exec()) {
            Files.copy(archive, file);
        } catch (NotFoundException e) {
            throw Failure.failed("image " + image + " is not on this machine: build or pull it first");
        } catch (IOException e) {
            throw Failure.failed("image " + image + " can't be written into " + file + ": " + Messages.of(e));
        }
    }

    /**
     * Pushes it to the registry in its name.
     *
     * @return its digest there; empty: the runtime doesn't say
     * @throws Failure with what the registry says and what to do
     */
    public Optional<String> push(String image, Optional<AuthConfig> credentials, Consumer<Progress> progress) {
        var refusal = new AtomicReference<String>();
        var digest = new AtomicReference<String>();
        var command = runtime.client().pushImageCmd(image);
        // Podman wants the header, whatever is in it.
        command.withAuthConfig(credentials.orElseGet(AuthConfig::new));
        try {
            command.exec(new ResultCallback.Adapter<PushResponseItem>() {
                        @Override
                        public void onNext(PushResponseItem item) {
                            if (item.isErrorIndicated() && item.getErrorDetail() != null) {
                                refusal.set(String.valueOf(item.getErrorDetail().getMessage()));
                                return;
                            }
                            if (item.getAux() != null && item.getAux().getDigest() != null) {
                                digest.set(item.getAux().getDigest());
                            }
                            progress.accept(step(item));
                        }
                    })
                    .awaitCompletion();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.failed("the push of " + image + " was interrupted");
        } catch (DockerException e) {
            refusal.set(Messages.of(e));
        } catch (RuntimeException e) {
            throw Failure.failed("image " + image + " can't be pushed: the runtime broke off: " + Messages.of(e));
        }
        if (refusal.get() != null) {
            throw Failure.failed("image " + image + " can't be pushed: "
                    + PullFailure.explain(refusal.get(), runtime.kind(), credentials.isPresent()));
        }
        return Optional.ofNullable(digest.get());
    }

    private Failure refused(String image, String words, boolean withCredentials) {
        return Failure.failed(Reason.ImagePullFailed + ": image " + image + " can't be pulled: "
                + PullFailure.explain(words, runtime.kind(), withCredentials));
    }

    private static Progress step(ResponseItem item) {
        var detail = item.getProgressDetail();
        return new Progress(
                item.getId() == null ? "" : item.getId(),
                item.getStatus() == null ? "" : item.getStatus(),
                detail == null || detail.getCurrent() == null ? 0 : detail.getCurrent(),
                detail == null || detail.getTotal() == null ? 0 : detail.getTotal());
    }
}
