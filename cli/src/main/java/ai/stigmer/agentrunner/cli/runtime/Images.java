package ai.stigmer.agentrunner.cli.runtime;

import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.model.Reason;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.PullResponseItem;
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

    private static Failure refused(String image, String words, boolean withCredentials) {
        return Failure.failed(Reason.ImagePullFailed + ": image " + image + " can't be pulled: "
                + PullFailure.explain(words, withCredentials));
    }

    private static Progress step(PullResponseItem item) {
        var detail = item.getProgressDetail();
        return new Progress(
                item.getId() == null ? "" : item.getId(),
                item.getStatus() == null ? "" : item.getStatus(),
                detail == null || detail.getCurrent() == null ? 0 : detail.getCurrent(),
                detail == null || detail.getTotal() == null ? 0 : detail.getTotal());
    }
}
