package ai.stigmer.agentrunner.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the operator is held to, and how it fared. */
final class Aims {

    private Aims() {}

    /**
     * One.
     *
     * @param scenario which row says so; a size may follow
     * @param most that still meets it
     */
    private record Aim(String measure, String scenario, double most, Function<Row, @Nullable Double> value) {}

    private static final List<Aim> OWN_STAGES = List.of(
            new Aim("burst, total time over ideal", "burst", 1.2, Row::secondsRatio),
            new Aim("burst, CPU of everything over ideal", "burst", 1.25, Row::cpuRatio),
            new Aim("update, total time over ideal", "update", 1.15, Row::secondsRatio),
            new Aim("restart, seconds until it works again", "restart", 3, Row::seconds),
            new Aim("start to the first AgentRunner handled, seconds", "start", 0.9, Row::seconds),
            new Aim("idle RSS MB", "start", 110, Row::resident),
            new Aim("steady, creation to Ready P50 over ideal", "steady", 2, Row::toReadyRatioP50),
            new Aim("steady, creation to Ready P99 over ideal", "steady", 2, Row::toReadyRatioP99),
            new Aim("warm, creation to Deployment P50 ms", "warm", 24, Row::toDeploymentP50),
            new Aim("warm, Available to Ready P50 ms", "warm", 10, Row::availableToReadyP50));

    private static final List<Aim> PLAIN = List.of(
            new Aim("burst, total time over ideal", "burst", 1.3, Row::secondsRatio),
            new Aim("burst, CPU of everything over ideal", "burst", 1.35, Row::cpuRatio));

    private static final List<Aim> EVERYWHERE = List.of(
            new Aim("burst, operator's CPU ms per AgentRunner", "burst", 20, Row::operatorMillis),
            new Aim("burst, RSS MB", "burst", 160, Row::resident),
            new Aim("burst, writes per AgentRunner", "burst", 4, Row::writes),
            new Aim("burst, Events per AgentRunner", "burst", 1, Row::events),
            new Aim("update, writes per AgentRunner", "update", 3, Row::writes),
            new Aim("update, Events per AgentRunner", "update", 1, Row::events),
            new Aim("restart, writes", "restart", 0, row -> total(row.writes(), row)));

    /** The memory that ships: 384 MiB for the container. */
    private record OfFootprint(
            String measure, Scale.@Nullable Sort sort, double most, Function<Footprint, Double> value) {}

    private static final List<OfFootprint> OF_FOOTPRINTS = List.of(
            new OfFootprint("heap alive for each, bytes", Scale.Sort.SUSPENDED, 5000, Footprint::aliveEach),
            new OfFootprint("heap alive for each, bytes", Scale.Sort.READY, 9000, Footprint::aliveEach),
            new OfFootprint("RSS MB", null, 300, Footprint::resident),
            new OfFootprint("restart, RSS MB", null, 384, Footprint::restartPeak),
            new OfFootprint("restart, seconds", null, 15, Footprint::restartSeconds),
            new OfFootprint("restart, writes", null, 0, footprint -> (double) footprint.restartWrites()));

    /** A table of those that were measured. */
    static List<List<String>> met(RunKind kind, List<Row> rows, List<Footprint> footprints) {
        var table = new ArrayList<List<String>>();
        table.add(List.of("measure", "scenario", "aim", "measured", ""));
        var aims = Stream.concat((kind == RunKind.PLAIN ? PLAIN : OWN_STAGES).stream(), EVERYWHERE.stream());
        for (var aim : aims.toList()) {
            rows.stream()
                    .filter(row ->
                            row.subject().equals("operator") && (row.scenario() + " ").startsWith(aim.scenario() + " "))
                    .flatMap(row -> line(aim, row).stream())
                    .forEach(table::add);
        }
        for (var aim : OF_FOOTPRINTS) {
            footprints.stream()
                    .filter(footprint ->
                            aim.sort() == null || aim.sort().words().equals(footprint.scenario()))
                    .map(footprint -> line(
                            aim.measure(),
                            footprint.size() + " " + footprint.scenario(),
                            aim.most(),
                            aim.value().apply(footprint)))
                    .forEach(table::add);
        }
        return table;
    }

    private static Optional<List<String>> line(Aim aim, Row row) {
        return Stream.ofNullable(aim.value().apply(row))
                .map(value -> line(aim.measure(), row.scenario(), aim.most(), value))
                .findFirst();
    }

    private static List<String> line(String measure, String scenario, double most, double value) {
        // As precisely as it is shown: one write more in 300 is no other number of writes.
        var met = Math.round(value * 100) <= Math.round(most * 100);
        return List.of(measure, scenario, Report.number(most, 2), Report.number(value, 2), met ? "met" : "missed");
    }

    private static @Nullable Double total(@Nullable Double each, Row row) {
        return each == null ? null : each * row.size();
    }
}
