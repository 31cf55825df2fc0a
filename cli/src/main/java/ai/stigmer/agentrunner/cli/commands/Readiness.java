package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.container.ContainerState;
import ai.stigmer.agentrunner.cli.container.OperatorModel;
import ai.stigmer.agentrunner.cli.output.Console;
import ai.stigmer.agentrunner.cli.output.Spinner;
import ai.stigmer.agentrunner.cli.runtime.ContainerRuntime;
import ai.stigmer.agentrunner.cli.runtime.Containers;
import ai.stigmer.agentrunner.cli.runtime.HealthTrigger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Waits until a container is healthy, or says why it isn't going to be. */
final class Readiness {
    private static final Duration LOOK = Duration.ofMillis(250);

    /** Between two checks that this command asks for. */
    private static final Duration CHECK = Duration.ofSeconds(1);

    /** A worker without a check counts as well when it has lived this long. */
    private static final Duration ALIVE = Duration.ofSeconds(3);

    private final Containers containers;
    private final HealthTrigger trigger;
    private final OperatorModel model;
    private final Console console;
    private final InstantSource clock;
    private final Pause pause;
    private final Instant begin;

    /** All that it is asked to wait for, one after another, have their time from now on. */
    Readiness(ContainerRuntime runtime, OperatorModel model, Console console, InstantSource clock, Pause pause) {
        this.containers = new Containers(runtime);
        this.trigger = new HealthTrigger(runtime);
        this.model = model;
        this.console = console;
        this.clock = clock;
        this.pause = pause;
        this.begin = clock.instant();
    }

    /**
     * A container that is waited for.
     *
     * @param since when it was started, or found running
     * @param restarts how often the runtime had started it again before
     */
    record Watched(String id, Instant since, int restarts) {}

    /**
     * Returns once it is healthy.
     *
     * @param limit after which it is given up; empty: when a cluster's operator would
     * @throws Failure with the operator's diagnosis and the last lines of its output
     */
    void await(Prepared prepared, Watched watched, Optional<Duration> limit) {
        var id = watched.id();
        var nextCheck = begin;
        var said = "";
        try (var spinner = new Spinner(console)) {
            while (true) {
                var state = state(id, prepared).since(watched.restarts());
                var now = clock.instant();
                if (isWell(prepared, state, watched.since(), now)) {
                    return;
                }
                if (state.isRunning()
                        && !now.isBefore(nextCheck)
                        && prepared.spec().check().isPresent()) {
                    var result = trigger.check(id, prepared.spec().check().get());
                    if (result.filter(HealthTrigger.Result::healthy).isPresent()) {
                        return;
                    }
                    said = result.map(HealthTrigger.Result::output)
                            .filter(output -> !output.isEmpty())
                            .or(() -> Optional.of(state.checkOutput().strip()).filter(output -> !output.isEmpty()))
                            .orElse(said);
                    nextCheck = clock.instant().plus(CHECK);
                }
                diagnose(prepared, id, state, now, said);
                if (limit.filter(most -> Duration.between(begin, now).compareTo(most) > 0)
                        .isPresent()) {
                    throw Failure.failed(prepared.name() + ": not healthy after "
                            + limit.get().toSeconds() + " s; it keeps running" + lastWords(id, said));
                }
                spinner.show(prepared.name() + ": waiting until it is healthy"
                        + (said.isEmpty() || !console.isTerminal()
                                ? ""
                                : ": " + said.lines().findFirst().orElse("")));
                pause.await(LOOK);
            }
        }
    }

    /** What the runtime said when it was to be started. */
    Failure notStarted(Prepared prepared, String words) {
        var state = new ContainerState("created", 127, false, words, 1, "", "");
        var now = clock.instant();
        var diagnosis = model.diagnosis(
                prepared.runner(), state.asPodStatus(prepared.spec().image(), "", now), now);
        return Failure.failed(prepared.name() + ": "
                + diagnosis
                        .map(found -> found.reason() + ": " + found.message())
                        .orElse(words));
    }

    private ContainerState state(String id, Prepared prepared) {
        return containers
                .find(id)
                .map(Containers.Found::state)
                .orElseThrow(() -> Failure.failed(prepared.name() + ": its container was removed while it started"));
    }

    private static boolean isWell(Prepared prepared, ContainerState state, Instant since, Instant now) {
        if (!state.isRunning() || state.restarts() > 0) {
            return false;
        }
        return prepared.spec().check().isEmpty()
                ? Duration.between(since, now).compareTo(ALIVE) >= 0
                : state.health().equals("healthy");
    }

    private void diagnose(Prepared prepared, String id, ContainerState state, Instant now, String said) {
        if (!state.isRunning() && !state.hasEnded()) {
            return;
        }
        var logs = state.hasEnded() ? containers.lastLines(id) : "";
        var diagnosis = model.diagnosis(
                prepared.runner(), state.asPodStatus(prepared.spec().image(), logs, begin), now);
        if (diagnosis.isPresent()) {
            throw Failure.failed(prepared.name() + ": " + diagnosis.get().reason() + ": "
                    + diagnosis.get().message() + lastWords(id, said));
        }
    }

    private String lastWords(String id, String said) {
        var logs = containers.lastLines(id).strip();
        return (said.isEmpty() ? "" : "\nits health check says: " + said)
                + (logs.isEmpty() ? "\nit has printed nothing" : "\nits last lines:\n" + logs);
    }
}
