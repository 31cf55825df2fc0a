package ai.stigmer.agentrunner.bench;

import ai.stigmer.agentrunner.operator.client.Clients;
import ai.stigmer.agentrunner.operator.client.WatchLiveness;
import ai.stigmer.agentrunner.operator.config.Invocation;
import ai.stigmer.agentrunner.operator.config.OperatorConfig;
import ai.stigmer.agentrunner.operator.config.SettingsReader;
import ai.stigmer.agentrunner.testing.LocalCluster;
import ai.stigmer.agentrunner.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine;

/** The program: see docs/performance.md. */
public final class Bench {
    private static final String NAMESPACES = "bench-";
    private static final int STEADY_A_SECOND = 10;

    /** One a second, after all of the steady scenario. */
    private static final List<String> WARM =
            IntStream.range(0, 20).mapToObj("w-%04d"::formatted).toList();

    private final Options options;
    private final LocalCluster cluster;
    private final Account account;
    private final OperatorConfig.Connection connection;
    private final Audit audit;
    private boolean isWarm;

    private Bench(Options options) {
        this.options = options;
        cluster = LocalCluster.up();
        account = Account.of(cluster.client());
        connection = connection(account, options);
        audit = new Audit(cluster.auditLog(), Account.USER);
    }

    /** Measures; prints tables and writes JSON. */
    public static void main(String[] arguments) throws IOException {
        var options = new Options();
        var commandLine = new CommandLine(options).setCommandName("make bench BENCH=\"...\"");
        commandLine.parseArgs(arguments);
        if (options.help) {
            System.out.println(commandLine.getUsageMessage());
            return;
        }
        if (!options.page.toString().isEmpty()) {
            writeInto(options.page);
            return;
        }
        options.complete();
        var report = new Bench(options).run(String.join(" ", arguments));
        var json = options.kind().json();
        Report.JSON.writerWithDefaultPrettyPrinter().writeValue(json.toFile(), report);
        System.out.println("\n" + report.tables());
        System.out.println("All figures: " + json);
    }

    private static void writeInto(Path page) throws IOException {
        for (var kind : RunKind.values()) {
            if (Files.exists(kind.json())) {
                var report = Report.JSON.readValue(kind.json().toFile(), Report.class);
                Files.writeString(page, Page.with(kind, report.tables(), Files.readString(page)));
            }
        }
    }

    private Report run(String asked) {
        var began = Instant.now();
        var figures = new ArrayList<Figures>();
        removeLeftovers();
        for (var name : options.scale > 0 ? List.of("operator") : options.subjects) {
            series(0, name, "warm-up", options.warmUp, false);
        }
        isWarm = true;
        if (options.scale > 0) {
            var footprints = footprints();
            return new Report(options.kind(), machine(began, asked), figures, footprints);
        }
        for (int run = 1; run <= options.repeat; run++) {
            // Whoever comes later finds a larger database: in every other run that is another one.
            var subjects = new ArrayList<>(options.subjects);
            if (run % 2 == 0) {
                Collections.reverse(subjects);
            }
            if (options.steadySeconds > 0) {
                for (var name : subjects) {
                    figures.addAll(series(run, name, "steady", options.steadySeconds * STEADY_A_SECOND, false));
                }
            }
            for (var size : options.bursts) {
                for (var name : subjects) {
                    figures.addAll(series(run, name, "burst " + size, size, true));
                }
            }
        }
        return new Report(options.kind(), machine(began, asked), figures, List.of());
    }

    private List<Footprint> footprints() {
        var scale = new Scale(cluster, audit, namespace -> operator("--namespaces=" + namespace));
        return List.of(
                footprint(scale, Scale.Sort.SUSPENDED, options.scale),
                footprint(scale, Scale.Sort.READY, Math.max(1, options.scale / 2)));
    }

    private static Footprint footprint(Scale scale, Scale.Sort sort, int size) {
        System.out.println(size + " " + sort.words());
        return scale.measure(sort, size);
    }

    private void removeLeftovers() {
        for (var namespace : cluster.client().namespaces().list().getItems()) {
            if (namespace.getMetadata().getName().startsWith(NAMESPACES)) {
                cluster.client().resource(namespace).delete();
            }
        }
    }

    private List<Figures> series(int run, String name, String scenario, int size, boolean whole) {
        System.out.println("run " + run + ": " + scenario + ", " + name);
        var namespace = cluster.newNamespace(NAMESPACES + name);
        var subject = subject(name, namespace);
        try (var series = new Series(run, cluster, audit, namespace, subject, size)) {
            series.start();
            if (scenario.equals("steady")) {
                series.create(scenario, series.names(), (names, user) -> Load.steady(names, STEADY_A_SECOND, user));
                series.create("warm", WARM, (names, user) -> Load.steady(names, 1, user));
            } else {
                series.create(scenario, series.names(), Load::burst);
            }
            if (whole) {
                series.update();
                if (name.equals("operator")) {
                    series.restart();
                }
                series.delete();
            }
            return series.figures();
        }
    }

    private SystemUnderTest subject(String name, String namespace) {
        return switch (name) {
            case "floor" -> new Floor(cluster.client(), namespace);
            case "ideal" ->
                new Applied(
                        name,
                        cluster.client(),
                        namespace,
                        () -> new Ideal(Clients.open(connection, new WatchLiveness(System::nanoTime)), namespace));
            case "operator" -> new Applied(name, cluster.client(), namespace, this::operator);
            default -> throw new IllegalArgumentException("there is no subject " + name + ": floor, ideal, operator");
        };
    }

    private OperatorProcess operator(String... flags) {
        var all = new ArrayList<>(options.operator);
        all.addAll(List.of(flags));
        return OperatorProcess.spawn(Repository.root(), jvmFlags(), all, account.environment());
    }

    /** The warm-up leaves what the operator's JVM learnt of its classes beside the jar, the runs begin with it. */
    private List<String> jvmFlags() {
        var flags = new ArrayList<>(options.jvm);
        if (!options.noAot) {
            flags.add((isWarm ? "-XX:AOTCache=" : "-XX:AOTCacheOutput=")
                    + Repository.root().resolve("operator/target/agentrunner-operator.aot"));
        }
        return flags;
    }

    /** As the operator's: the same account, the same pace. */
    private static OperatorConfig.Connection connection(Account account, Options options) {
        var settings = Stream.concat(Stream.of("--kubeconfig=" + account.kubeconfig()), options.operator.stream())
                .toArray(String[]::new);
        return switch (new SettingsReader("bench").read(settings, Map.of())) {
            case Invocation.Run(var config) -> config.connection();
            case Invocation.Print(var text) ->
                throw new IllegalArgumentException("--operator must not ask for " + text);
        };
    }

    private static Map<String, String> machine(Instant began, String asked) {
        var machine = new LinkedHashMap<String, String>();
        machine.put("measured", began.truncatedTo(ChronoUnit.MINUTES).toString());
        machine.put("took", Duration.between(began, Instant.now()).toMinutes() + " minutes");
        machine.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
        machine.put("Java", Runtime.version().toString());
        machine.put("options", asked.isEmpty() ? "none" : asked);
        return machine;
    }
}
