package ai.stigmer.agentrunner.cli.runtime;

import ai.stigmer.agentrunner.cli.container.ContainerLabels;
import ai.stigmer.agentrunner.cli.container.ContainerSpec;
import ai.stigmer.agentrunner.cli.container.ContainerState;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Frame;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The runtime's containers, above all those of AgentRunners. */
public final class Containers {
    private static final int LAST_LINES = 10;
    private static final long LOG_SECONDS = 5;

    private static final Pattern WHOLE_ID = Pattern.compile("[0-9a-f]{64}");

    /** Runtimes take it for the container whose ID begins so, and refuse it where there are several. */
    private static final Pattern MAY_BEGIN_AN_ID = Pattern.compile("[0-9a-f]{1,63}");

    private final ContainerRuntime runtime;

    /** Of that runtime. */
    public Containers(ContainerRuntime runtime) {
        this.runtime = runtime;
    }

    /**
     * A container that is there.
     *
     * @param id of the runtime's
     * @param name without a slash
     * @param imageId which image it was made from
     * @param image as it was named then
     * @param labels all of them
     * @param state how it is
     */
    public record Found(
            String id, String name, String imageId, String image, Map<String, String> labels, ContainerState state) {

        /** Whether this command made it. */
        public boolean isOurs() {
            return ContainerLabels.COMMAND.equals(labels.get(ContainerLabels.MANAGED_BY));
        }
    }

    /** The container of that name or of that whole ID, whoever made it. */
    public Optional<Found> find(String name) {
        return MAY_BEGIN_AN_ID.matcher(name).matches()
                ? idOf(name).flatMap(this::inspected)
                : inspected(name)
                        .filter(found -> found.name().equals(name)
                                || WHOLE_ID.matcher(name).matches());
    }

    private Optional<String> idOf(String name) {
        return runtime.client().listContainersCmd().withShowAll(true).exec().stream()
                .filter(container -> List.of(container.getNames()).contains("/" + name))
                .map(Container::getId)
                .findFirst();
    }

    private Optional<Found> inspected(String name) {
        try {
            return Optional.of(found(runtime.client().inspectContainerCmd(name).exec()));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /** Those of AgentRunners, running or not, by name. */
    public List<Found> list() {
        return runtime
                .client()
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(ContainerLabels.MANAGED_BY, ContainerLabels.COMMAND))
                .exec()
                .stream()
                .map(Container::getId)
                .flatMap(id -> find(id).stream())
                .sorted(Comparator.comparing(Found::name))
                .toList();
    }

    /**
     * Makes it, and doesn't start it.
     *
     * @param name while it is being made; see {@link #rename}
     * @param ephemeral names of the volumes that go with it, by path
     * @return its ID
     */
    public String create(ContainerSpec spec, String name, Map<String, String> ephemeral) {
        var command = runtime.client().createContainerCmd(spec.image()).withName(name);
        CreateRequest.fill(command, spec, ephemeral, runtime, HostAddress.of(runtime));
        return command.exec().getId();
    }

    /** Gives it another name. */
    public void rename(String id, String name) {
        runtime.client().renameContainerCmd(id).withName(name).exec();
    }

    /** Starts it; nothing where it runs. */
    public void start(String id) {
        try {
            runtime.client().startContainerCmd(id).exec();
        } catch (NotModifiedException e) {
            // It runs.
            return;
        }
    }

    /** SIGTERM, and SIGKILL after its own grace, which the runtime knows; nothing where it doesn't run. */
    public void stop(Found container) {
        try {
            runtime.client().stopContainerCmd(container.id()).exec();
        } catch (NotModifiedException | NotFoundException e) {
            // It doesn't run.
            return;
        }
    }

    /** With the volumes that go with it; nothing where it is gone. */
    public void remove(String id) {
        var volumes = new Volumes(runtime);
        var ephemeral = volumes.ephemeralOf(id);
        try {
            runtime.client()
                    .removeContainerCmd(id)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        } catch (NotFoundException e) {
            // It is gone.
            return;
        }
        ephemeral.forEach(volumes::remove);
    }

    /** Its last lines of output. */
    public String lastLines(String id) {
        var lines = new StringBuilder();
        try {
            runtime.client()
                    .logContainerCmd(id)
                    .withStdOut(true)
                    .withStdErr(true)
                    .withTail(LAST_LINES)
                    .exec(new ResultCallback.Adapter<Frame>() {
                        @Override
                        public void onNext(Frame frame) {
                            lines.append(new String(frame.getPayload(), java.nio.charset.StandardCharsets.UTF_8));
                        }
                    })
                    .awaitCompletion(LOG_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return lines.toString();
    }

    private static Found found(InspectContainerResponse response) {
        var config = response.getConfig();
        return new Found(
                response.getId(),
                response.getName().replaceFirst("^/", ""),
                response.getImageId(),
                String.valueOf(config.getImage()),
                config.getLabels() == null ? Map.of() : config.getLabels(),
                state(response));
    }

    private static ContainerState state(InspectContainerResponse response) {
        var state = response.getState();
        var health = Optional.ofNullable(state.getHealth());
        return new ContainerState(
                String.valueOf(state.getStatus()),
                state.getExitCodeLong() == null ? 0 : state.getExitCodeLong().intValue(),
                Boolean.TRUE.equals(state.getOOMKilled()),
                state.getError() == null ? "" : state.getError(),
                response.getRestartCount() == null ? 0 : response.getRestartCount(),
                health.map(h -> h.getStatus())
                        .filter(s -> s != null && !s.equals("none"))
                        .orElse(""),
                health.map(h -> h.getLog())
                        .filter(log -> log != null && !log.isEmpty())
                        .map(log -> log.getLast().getOutput())
                        .filter(output -> output != null)
                        .orElse(""));
    }
}
