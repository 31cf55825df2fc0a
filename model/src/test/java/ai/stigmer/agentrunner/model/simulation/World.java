package ai.stigmer.agentrunner.model.simulation;

import ai.stigmer.agentrunner.model.render.RenderingRevision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A cluster, the operator and its users: what may happen next, and what happened so far. */
final class World {
    static final String NAMESPACE = "agents";
    static final String NAME = "demo";
    static final Key RUNNER = new Key("AgentRunner", NAME);
    /** Another AgentRunner, whose build never ends. */
    static final Key RIVAL = new Key("AgentRunner", "rival");

    static final List<Key> RUNNERS = List.of(RUNNER, RIVAL);

    /** More than anything takes that comes to rest at all. */
    private static final int MOST_STEPS_TO_REST = 500;

    private static final Duration RETRY = Duration.ofSeconds(10);

    /** Nothing waits longer. */
    private static final Duration A_WHILE = Duration.ofMinutes(10);

    static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    /** As times stand still, what is told only after a while began before. */
    static final Instant A_MINUTE_AGO = START.minusSeconds(60);

    private static final List<Edit> EDITS = Edits.all();

    final SimulatedApiServer server;
    final SimulatedOperator operator;
    final InvariantChecker invariants;
    private final DeploymentController deployments;
    private final JobController jobs;
    private final Kubelet kubelet;
    private final ClaimBinder claims;
    private final GarbageCollector garbage;

    /** Edits in their order; empty: any. */
    private final List<String> script;
    /** Users who wait until all is at rest before they go on. */
    private final boolean patient;

    private Budget budget;
    private Chooser chooser = Chooser.FIRST;
    private int done;
    private long nanos;
    private final List<String> edited = new ArrayList<>();
    private @Nullable Line story;

    World(Budget budget, List<String> script, boolean patient) {
        this(budget, script, patient, RenderingRevision.CURRENT);
    }

    /**
     * With the operator of an earlier release, until it starts again.
     *
     * @param revision by which that one makes new pods
     */
    World(Budget budget, List<String> script, boolean patient, RenderingRevision revision) {
        this.budget = budget;
        this.script = List.copyOf(script);
        this.patient = patient;
        server = new SimulatedApiServer();
        invariants = new InvariantChecker(server);
        deployments = new DeploymentController(server);
        jobs = new JobController(server);
        kubelet = new Kubelet(server);
        claims = new ClaimBinder(server);
        garbage = new GarbageCollector(this);
        operator = new SimulatedOperator(this, revision);
    }

    private World(World other, Chooser chooser) {
        budget = other.budget;
        script = other.script;
        patient = other.patient;
        server = new SimulatedApiServer(other.server);
        invariants = new InvariantChecker(other.invariants, server);
        deployments = new DeploymentController(server);
        jobs = new JobController(server);
        kubelet = new Kubelet(server);
        claims = new ClaimBinder(server);
        garbage = new GarbageCollector(this);
        operator = new SimulatedOperator(other.operator, this);
        done = other.done;
        nanos = other.nanos;
        edited.addAll(other.edited);
        story = other.story;
        this.chooser = chooser;
    }

    World copy(Chooser chooser) {
        return new World(this, chooser);
    }

    /** Transition times stand still: those of two worlds are compared. */
    Instant now() {
        return START;
    }

    long nanos() {
        return nanos;
    }

    /** The edits that were made, in their order. */
    List<String> edited() {
        return List.copyOf(edited);
    }

    String story() {
        return Line.story(story);
    }

    void tell(String text) {
        story = new Line(story, text);
    }

    /** Goes on as the chooser says, until it says no more. */
    void run(Chooser chooser) {
        this.chooser = chooser;
        while (true) {
            var moves = moves();
            int next = moves.isEmpty() ? -1 : chooser.choose(moves);
            if (next < 0) {
                return;
            }
            make(moves.get(next));
        }
    }

    void make(Move move) {
        tell(move.name());
        move.act().run();
    }

    /** Whatever may happen next. */
    List<Move> moves() {
        var moves = new ArrayList<Move>();
        moves.addAll(course());
        moves.addAll(edits());
        if (budget.crashes() > 0) {
            moves.add(new Move("the operator is killed and starts again", 2, () -> {
                budget = budget.lessCrashes();
                start();
            }));
        }
        if (budget.watches() > 0) {
            for (var kind : SimulatedCaches.WATCHED) {
                watch(kind).forEach(moves::add);
            }
        }
        if (script.isEmpty()) {
            RUNNERS.stream()
                    .filter(operator::isScheduled)
                    .map(this::requeueMove)
                    .forEach(moves::add);
        }
        return moves;
    }

    /** What happens by itself. */
    private List<Move> course() {
        var moves = new ArrayList<Move>();
        for (var kind : SimulatedCaches.WATCHED) {
            if (operator.cache(kind).isBehind(server)) {
                moves.add(new Move("the watch of " + kind + " tells", 12, () -> operator.deliver(kind)));
            }
        }
        var controllers = server.all().stream().flatMap(this::controllers);
        // Where all orders are tried, the controllers among themselves keep to one: the operator can hardly tell.
        (script.isEmpty() ? controllers : controllers.limit(1)).forEach(moves::add);
        RUNNERS.stream().filter(operator::isReady).map(this::reconciles).forEach(moves::add);
        return moves;
    }

    private Move reconciles(Key runner) {
        return new Move("the operator reconciles " + runner, 16, () -> operator.reconcile(runner));
    }

    private Stream<Move> controllers(Stored object) {
        var own =
                switch (object.key.kind()) {
                    case "Deployment" -> deployments.next(object);
                    case "Job" -> jobs.next(object);
                    case "Pod" -> JobController.isBuild(object) ? jobs.run(object) : kubelet.next(object);
                    case "PersistentVolumeClaim" -> claims.next(object);
                    default -> Optional.<Move>empty();
                };
        return Stream.of(garbage.next(object), own).flatMap(Optional::stream);
    }

    private List<Move> edits() {
        if (budget.edits() == 0) {
            return List.of();
        }
        var next = script.isEmpty()
                ? EDITS.stream()
                : script.stream().skip(done).limit(1).map(Edits::named);
        return next.filter(edit -> edit.possible().test(server))
                .map(edit -> new Move("a user " + edit.name(), 1, () -> edit(edit)))
                .toList();
    }

    void edit(Edit edit) {
        if (patient) {
            rest();
            if (!edit.possible().test(server)) {
                tell("    which has no effect any more");
                return;
            }
        }
        budget = budget.lessEdits();
        done++;
        edited.add(edit.name());
        edit.act().accept(server);
    }

    private Stream<Move> watch(String kind) {
        var cache = operator.cache(kind);
        var moves = Stream.<Move>builder();
        if (cache.isBehind(server)) {
            moves.add(new Move("the watch of " + kind + " starts anew", 1, () -> {
                budget = budget.lessWatches();
                operator.list(kind);
            }));
        }
        if (cache.hasTold()) {
            moves.add(new Move("the watch of " + kind + " repeats itself", 1, () -> {
                budget = budget.lessWatches();
                operator.repeat(kind);
            }));
        }
        return moves.build();
    }

    private Move requeueMove(Key runner) {
        return new Move("time passes, the operator looks at " + runner + " again", 2, () -> reconcileLater(runner));
    }

    /** So long that a second failure in a row is told. */
    void waitForRetry() {
        nanos += RETRY.toNanos();
    }

    private void reconcileLater(Key runner) {
        nanos += A_WHILE.toNanos();
        operator.reconcile(runner);
    }

    private void start() {
        invariants.operatorStarts();
        operator.start();
    }

    /** What becomes of a request of the operator's; others may be faster. */
    RequestOutcome outcome(String request, boolean reads) {
        while (true) {
            var outcomes = outcomes(reads);
            var moves = new ArrayList<Move>();
            outcomes.forEach(outcome -> moves.add(new Move(
                    outcome.words,
                    outcome == RequestOutcome.ANSWERED ? 150 : 2,
                    () -> tell("  the operator " + request + ": " + outcome.words))));
            moves.addAll(patient ? List.of() : edits());
            server.all().forEach(object -> garbage.next(object).ifPresent(moves::add));
            moves.addAll(meanwhile());
            int next = moves.size() == 1 ? 0 : chooser.choose(moves);
            if (next < outcomes.size()) {
                moves.get(next).act().run();
                return spend(outcomes.get(next));
            }
            tell("  meanwhile " + moves.get(next).name());
            moves.get(next).act().run();
        }
    }

    /** That the AgentRunner was deleted may be heard during a reconcile, and that it was made anew begins another. */
    private List<Move> meanwhile() {
        var moves = new ArrayList<Move>();
        if (operator.cache("AgentRunner").isBehindADeletion(server)) {
            moves.add(new Move("the watch of AgentRunner tells", 12, () -> operator.deliver("AgentRunner")));
        }
        if (operator.isReady(RUNNER) && operator.isReconciling(RUNNER)) {
            moves.add(reconciles(RUNNER));
        }
        return moves;
    }

    private List<RequestOutcome> outcomes(boolean reads) {
        var outcomes = new ArrayList<RequestOutcome>();
        outcomes.add(RequestOutcome.ANSWERED);
        if (budget.faults() > 0) {
            outcomes.add(RequestOutcome.FAILED);
            if (!reads) {
                outcomes.add(RequestOutcome.CONFLICT);
                outcomes.add(RequestOutcome.FAILED_AFTER);
            }
        }
        if (budget.crashes() > 0) {
            outcomes.add(RequestOutcome.CRASH_BEFORE);
            if (!reads) {
                outcomes.add(RequestOutcome.CRASH_AFTER);
            }
        }
        return outcomes;
    }

    private RequestOutcome spend(RequestOutcome outcome) {
        switch (outcome) {
            case ANSWERED -> {}
            case CONFLICT, FAILED, FAILED_AFTER -> budget = budget.lessFaults();
            case CRASH_BEFORE, CRASH_AFTER -> {
                budget = budget.lessCrashes();
                invariants.operatorStarts();
            }
        }
        return outcome;
    }

    /** Lets everything come to rest, undisturbed; time passes too. */
    void rest() {
        var former = budget;
        var formerChooser = chooser;
        budget = Budget.NONE;
        chooser = Chooser.FIRST;
        tell("from here on nothing goes wrong, until all is at rest");
        int steps = 0;
        while (true) {
            var moves = course();
            if (moves.isEmpty()) {
                moves = later();
            }
            if (moves.isEmpty()) {
                break;
            }
            make(moves.getFirst());
            if (++steps > MOST_STEPS_TO_REST) {
                throw new Violation("the operator doesn't come to rest");
            }
        }
        budget = former;
        chooser = formerChooser;
    }

    /** What happens in time, unless it changes nothing. */
    private List<Move> later() {
        var late = server.all("Deployment").stream()
                .map(deployments::deadline)
                .flatMap(Optional::stream)
                .toList();
        return late.isEmpty()
                ? RUNNERS.stream()
                        .filter(operator::isScheduled)
                        .filter(this::changesSomething)
                        .map(this::requeueMove)
                        .toList()
                : late;
    }

    private boolean changesSomething(Key runner) {
        var trial = copy(Chooser.FIRST);
        trial.reconcileLater(runner);
        return trial.operator.writes() != operator.writes() || RUNNERS.stream().anyMatch(trial.operator::isReady);
    }

    /** Whether a script was carried out and nothing is left to happen by itself. */
    boolean isOver() {
        return course().isEmpty() && done == script.size();
    }

    /** Comes to rest, and stays there though the operator starts again. */
    void end() {
        server.quotaExceeded = false;
        rest();
        int writes = operator.writes();
        tell("the operator starts again, though nothing is to be done");
        start();
        rest();
        if (operator.writes() != writes) {
            throw new Violation("a start of the operator at rest makes writes");
        }
        var checks = new FinalChecks(server);
        RUNNERS.forEach(runner -> server.get(runner).ifPresent(checks::isToldOf));
    }

    String digest() {
        var text = new StringBuilder();
        server.digest(text);
        operator.digest(text);
        invariants.digest(text);
        return StateHash.of(text.append(budget).append(done).toString());
    }
}
