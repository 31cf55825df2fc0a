package ai.stigmer.agentrunner.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One subject in one scenario over all runs: the median of each figure.
 *
 * @param secondsRatio to the ideal's in the same run
 * @param toReadyRatioP50 the same
 * @param writes for each AgentRunner
 * @param operatorMillis of processor time for each AgentRunner; of a start or restart since the process began
 * @param cpuRatio of the processor time of everything, to that with the ideal in the same run
 */
record Row(
        String scenario,
        String subject,
        int size,
        @Nullable Double seconds,
        @Nullable Double secondsRatio,
        @Nullable Percentiles toDeployment,
        @Nullable Percentiles toReady,
        @Nullable Percentiles availableToReady,
        @Nullable Double toReadyRatioP50,
        @Nullable Double toReadyRatioP99,
        @Nullable Double writes,
        @Nullable Double events,
        @Nullable Double refused,
        @Nullable Double operatorMillis,
        @Nullable Double allCpu,
        @Nullable Double cpuRatio,
        @Nullable Double resident,
        @Nullable Double residentPeak,
        @Nullable Double benchCpu,
        @Nullable Double foreignCpu) {

    @Nullable
    Double toDeploymentP50() {
        return p(toDeployment, Percentiles::p50);
    }

    @Nullable
    Double availableToReadyP50() {
        return p(availableToReady, Percentiles::p50);
    }

    /** In the order in which they were measured first, the subjects of a scenario together. */
    static List<Row> of(List<Figures> figures) {
        var rows = new ArrayList<Row>();
        for (var scenario : figures.stream().map(Figures::scenario).distinct().toList()) {
            var ofScenario = figures.stream()
                    .filter(figure -> figure.scenario().equals(scenario))
                    .toList();
            for (var subject : List.of("floor", "ideal", "operator")) {
                var runs = ofScenario.stream()
                        .filter(figure -> figure.subject().equals(subject))
                        .toList();
                if (!runs.isEmpty()) {
                    rows.add(row(runs, ofScenario));
                }
            }
        }
        return rows;
    }

    private static Row row(List<Figures> runs, List<Figures> ofScenario) {
        var first = runs.getFirst();
        var size = first.size();
        return new Row(
                first.scenario(),
                first.subject(),
                size,
                median(runs, Figures::seconds),
                median(runs, run -> ratio(run, ofScenario, Figures::seconds)),
                percentiles(runs, Figures::toDeployment),
                percentiles(runs, Figures::toReady),
                percentiles(runs, Figures::availableToReady),
                median(runs, run -> ratio(run, ofScenario, figure -> p(figure.toReady(), Percentiles::p50))),
                median(runs, run -> ratio(run, ofScenario, figure -> p(figure.toReady(), Percentiles::p99))),
                median(runs, run -> each(run.requests(), Audit.Requests::writes, size)),
                median(runs, run -> each(run.requests(), Audit.Requests::events, size)),
                median(runs, run -> each(run.requests(), Audit.Requests::refused, 1)),
                median(runs, run -> {
                    var cpu = run.cpu().get(Figures.OPERATOR);
                    return cpu == null ? null : cpu * 1000 / size;
                }),
                median(runs, Figures::allCpu),
                median(runs, run -> ratio(run, ofScenario, Figures::allCpu)),
                median(runs, Figures::resident),
                median(runs, Figures::residentPeak),
                median(runs, run -> run.cpu().get(Figures.BENCH)),
                median(runs, Figures::foreignCpu));
    }

    private static @Nullable Double ratio(
            Figures run, List<Figures> ofScenario, Function<Figures, @Nullable Double> value) {
        var ideal = ofScenario.stream()
                .filter(other -> other.run() == run.run() && other.subject().equals("ideal"))
                .map(value)
                .filter(Objects::nonNull)
                .findFirst();
        var ours = value.apply(run);
        return ours == null || ideal.isEmpty() ? null : ours / ideal.get();
    }

    private static @Nullable Double p(@Nullable Percentiles percentiles, Function<Percentiles, Double> one) {
        return percentiles == null ? null : one.apply(percentiles);
    }

    private static @Nullable Double each(
            Audit.@Nullable Requests requests, Function<Audit.Requests, Integer> count, int size) {
        return requests == null ? null : (double) count.apply(requests) / size;
    }

    private static @Nullable Percentiles percentiles(
            List<Figures> runs, Function<Figures, @Nullable Percentiles> value) {
        var p50 = median(runs, run -> p(value.apply(run), Percentiles::p50));
        var p90 = median(runs, run -> p(value.apply(run), Percentiles::p90));
        var p99 = median(runs, run -> p(value.apply(run), Percentiles::p99));
        return p50 == null || p90 == null || p99 == null ? null : new Percentiles(p50, p90, p99);
    }

    /** Of those that have it; of an even number, the mean of the two in the middle. */
    static @Nullable Double median(List<Figures> runs, Function<Figures, @Nullable Double> value) {
        var sorted = runs.stream()
                .flatMap(run -> Stream.ofNullable(value.apply(run)))
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        var middle = sorted.length / 2;
        if (sorted.length == 0) {
            return null;
        }
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
