package ai.stigmer.agentrunner.operator;

import ai.stigmer.agentrunner.model.rule.Permission;
import ai.stigmer.agentrunner.model.rule.Policy;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The flags, each of which is also an environment variable: {@code --lease-namespace}, AGENTRUNNER_LEASE_NAMESPACE. */
@Command(
        name = "agentrunner-operator",
        description = "Runs AgentRunners. Each flag can be given as an environment variable too: --client-qps is"
                + " AGENTRUNNER_CLIENT_QPS; a flag wins.",
        mixinStandardHelpOptions = true,
        versionProvider = Settings.Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true)
final class Settings implements Callable<Integer> {
    private static final String PREFIX = "AGENTRUNNER_";
    private static final int MOST_WORKERS = 500;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--namespaces",
            split = ",",
            paramLabel = "NAMESPACE",
            description = "Watch these namespaces only; all when absent.")
    private List<String> namespaces = List.of();

    @Option(
            names = "--workers",
            defaultValue = "50",
            description = "AgentRunners reconciled at once (${DEFAULT-VALUE}).")
    private int workers;

    @Option(
            names = "--leader-election",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "false",
            description = "Take a Lease before writing anything: needed with several replicas.")
    private boolean leaderElection;

    @Option(names = "--lease-namespace", description = "Where the Lease is; the operator's own namespace when absent.")
    private @Nullable String leaseNamespace;

    @Option(
            names = "--watch-secrets",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "false",
            description =
                    "Restart pods when a Secret they read changes. Needs the right to list Secrets, which includes"
                            + " reading them.")
    private boolean watchSecrets;

    @Option(
            names = "--client-qps",
            defaultValue = "0",
            description = "Requests a second to the API server, at most; 0 leaves it to the API server's own fairness.")
    private int clientQps;

    @Option(names = "--log-format", defaultValue = "text", description = "text or json (${DEFAULT-VALUE}).")
    private LogFormat logFormat = LogFormat.text;

    @Option(
            names = "--port",
            defaultValue = "8080",
            description = "Port of /livez, /readyz and /metrics (${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--kubeconfig", description = "Kubeconfig file; as kubectl finds it when absent.")
    private @Nullable Path kubeconfig;

    @Option(names = "--as", paramLabel = "USER", description = "Act as this user, for tests and demos.")
    private @Nullable String impersonate;

    private final OperatorProcess process;

    private Settings(OperatorProcess process) {
        this.process = process;
    }

    /** What to do with settings that are in order. */
    @FunctionalInterface
    interface OperatorProcess {
        /** Returns the process's exit code when it ends. */
        int run(OperatorConfig config);
    }

    enum LogFormat {
        text,
        json
    }

    /**
     * Reads flags and environment, and runs the process unless they are wrong.
     *
     * @return the exit code; 2 for wrong settings
     */
    static int run(String[] flags, Map<String, String> environment, OperatorProcess process) {
        var command = new CommandLine(new Settings(process));
        for (var permission : Permission.values()) {
            command.getCommandSpec()
                    .addOption(OptionSpec.builder(flag(permission))
                            .type(boolean.class)
                            .arity("0..1")
                            .fallbackValue("true")
                            .defaultValue("false")
                            .description("The setting " + permission.setting() + " of the refusals' messages.")
                            .build());
        }
        command.setDefaultValueProvider(argument -> argument instanceof OptionSpec option
                ? environment.getOrDefault(variable(option.longestName()), argument.defaultValue())
                : argument.defaultValue());
        command.setParameterExceptionHandler((e, arguments) -> {
            e.getCommandLine().getErr().println(e.getMessage());
            e.getCommandLine().getErr().println("See agentrunner-operator --help.");
            return CommandLine.ExitCode.USAGE;
        });
        command.setCaseInsensitiveEnumValuesAllowed(true);
        ((Settings) command.getCommand()).environment = environment;
        return command.execute(flags);
    }

    private Map<String, String> environment = Map.of();

    @Override
    public Integer call() {
        refuseUnknownVariables();
        return process.run(config());
    }

    private void refuseUnknownVariables() {
        var known = new TreeSet<String>();
        spec.options().forEach(option -> known.add(variable(option.longestName())));
        environment.keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw wrong("Unknown environment variable " + name + ": known are " + String.join(", ", known));
                });
    }

    private OperatorConfig config() {
        if (workers < 1 || workers > MOST_WORKERS) {
            throw wrong("--workers must be 1 to " + MOST_WORKERS + ", not " + workers);
        }
        if (port < 0 || port > 65535) {
            throw wrong("--port must be 0 to 65535, not " + port);
        }
        if (clientQps < 0) {
            throw wrong("--client-qps must be 0 (no limit) or more, not " + clientQps);
        }
        return new OperatorConfig(
                Set.copyOf(namespaces),
                workers,
                leaderElection,
                Optional.ofNullable(leaseNamespace),
                policy(),
                watchSecrets,
                clientQps,
                logFormat == LogFormat.json,
                port,
                Optional.ofNullable(kubeconfig),
                Optional.ofNullable(impersonate));
    }

    private Policy policy() {
        var allowed = EnumSet.noneOf(Permission.class);
        for (var permission : Permission.values()) {
            Boolean granted = spec.findOption(flag(permission)).getValue();
            if (Boolean.TRUE.equals(granted)) {
                allowed.add(permission);
            }
        }
        return new Policy(allowed);
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    /** {@code policy.allowHostNetwork} is {@code --policy-allow-host-network}. */
    private static String flag(Permission permission) {
        return "--"
                + permission
                        .setting()
                        .replace('.', '-')
                        .replaceAll("([A-Z])", "-$1")
                        .toLowerCase(Locale.ROOT);
    }

    private static String variable(String flag) {
        return PREFIX + flag.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = Settings.class.getPackage().getImplementationVersion();
            return new String[] {"agentrunner-operator " + (version == null ? "unpackaged" : version)};
        }
    }
}
