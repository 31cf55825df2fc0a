package ai.stigmer.agentrunner.operator.config;

import ai.stigmer.agentrunner.model.build.BuildQueue.Limits;
import ai.stigmer.agentrunner.model.build.Builder;
import ai.stigmer.agentrunner.model.build.Confinement;
import ai.stigmer.agentrunner.model.build.Placement;
import ai.stigmer.agentrunner.model.rule.AllowedMetadata;
import ai.stigmer.agentrunner.model.rule.BuildBounds;
import ai.stigmer.agentrunner.model.rule.Permission;
import ai.stigmer.agentrunner.model.rule.Policy;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reads flags and environment; a flag wins over a variable, a variable over the default. */
public final class SettingsReader {
    private static final String PROGRAM = "agentrunner-operator";

    private final String version;

    /**
     * @param version of the program, for --version
     */
    public SettingsReader(String version) {
        this.version = version;
    }

    /**
     * @param arguments of the command line
     * @param environment all variables; those that aren't ours are passed over
     * @throws InvalidSettings for the first thing that can't be used
     */
    public Invocation read(String[] arguments, Map<String, String> environment) {
        var commandLine = new CommandLine(command());
        var parsed = parse(commandLine, arguments);
        if (commandLine.isUsageHelpRequested()) {
            return new Invocation.Print(commandLine.getUsageMessage().stripTrailing());
        }
        if (commandLine.isVersionHelpRequested()) {
            return new Invocation.Print(PROGRAM + " " + version);
        }
        UnknownVariables.refuse(environment);
        return new Invocation.Run(config(values(parsed, environment)));
    }

    private static ParseResult parse(CommandLine commandLine, String[] arguments) {
        try {
            return commandLine.parseArgs(arguments);
        } catch (UnmatchedArgumentException e) {
            var unknown = e.getUnmatched().get(0);
            var flag = unknown.replaceFirst("=.*", "");
            throw new InvalidSettings(
                    flag.startsWith("-")
                            ? flag + " is not a flag: write " + Similar.to(flag, Settings.all(), Setting::flag)
                                    + ", or see --help"
                            : "\"" + unknown + "\" is not a flag: there are no other arguments, see --help");
        } catch (ParameterException e) {
            throw new InvalidSettings(e.getMessage() + "; see --help");
        }
    }

    private static Values values(ParseResult parsed, Map<String, String> environment) {
        var values = new Values();
        for (var setting : Settings.all()) {
            String flag = parsed.matchedOptionValue(setting.flag(), null);
            var variable = environment.get(setting.variable());
            if (flag != null) {
                values.put(setting, flag, setting.flag());
            } else if (variable != null) {
                values.put(setting, variable, setting.variable());
            } else {
                values.put(setting, setting.byDefault(), setting.flag());
            }
        }
        return values;
    }

    private static OperatorConfig config(Values values) {
        var election = new OperatorConfig.Election(
                values.flag(Settings.LEADER_ELECTION),
                values.name(Settings.LEASE_NAME)
                        .orElseThrow(() -> values.refuse(Settings.LEASE_NAME, "the name of a Lease")),
                values.name(Settings.LEASE_NAMESPACE),
                values.time(Settings.LEASE_DURATION),
                values.time(Settings.RENEW_DEADLINE),
                values.time(Settings.RETRY_PERIOD),
                values.text(Settings.LEASE_IDENTITY));
        if (election.renewDeadline().compareTo(election.duration()) >= 0) {
            throw values.refuse(Settings.RENEW_DEADLINE, "shorter than lease-duration");
        }
        if (election.retryPeriod().multipliedBy(2).compareTo(election.renewDeadline()) > 0) {
            throw values.refuse(Settings.RETRY_PERIOD, "at most half of renew-deadline");
        }
        return new OperatorConfig(
                values.names(Settings.NAMESPACES, "all"),
                values.number(Settings.WORKERS, 1, 1000),
                policy(values),
                values.flag(Settings.WATCH_SECRETS),
                builds(values),
                election,
                new OperatorConfig.Connection(
                        values.file(Settings.KUBECONFIG),
                        values.text(Settings.CONTEXT),
                        values.text(Settings.AS),
                        values.rate(Settings.CLIENT_QPS),
                        values.number(Settings.CLIENT_BURST, 1, 1_000_000)),
                new OperatorConfig.Http(
                        values.text(Settings.HTTP_ADDRESS)
                                .orElseThrow(() -> values.refuse(Settings.HTTP_ADDRESS, "an IP address")),
                        values.number(Settings.HTTP_PORT, 0, 65535)),
                new OperatorConfig.Logging(
                        values.choice(Settings.LOG_FORMAT, OperatorConfig.Logging.Format.class),
                        values.choice(Settings.LOG_LEVEL, OperatorConfig.Logging.Level.class)),
                values.time(Settings.WATCH_SILENCE),
                values.asGiven());
    }

    private static Policy policy(Values values) {
        return new Policy(
                Arrays.stream(Permission.values())
                        .filter(permission -> values.flag(Settings.of(permission)))
                        .collect(Collectors.toSet()),
                new AllowedMetadata(values.metadata(Settings.POLICY_ALLOWED_METADATA)),
                bounds(values));
    }

    private static OperatorConfig.Builds builds(Values values) {
        return new OperatorConfig.Builds(
                new Builder(
                        values.text(Settings.BUILDS_IMAGE)
                                .orElseThrow(() -> values.refuse(Settings.BUILDS_IMAGE, "an image")),
                        confinement(values),
                        new Placement(
                                values.labels(Settings.BUILDS_NODE_SELECTOR),
                                values.tolerations(Settings.BUILDS_TOLERATIONS),
                                values.list(Settings.BUILDS_PULL_SECRETS)),
                        values.size(Settings.BUILDS_CACHE_SIZE),
                        values.registries(Settings.BUILDS_REGISTRIES),
                        values.time(Settings.BUILDS_SCHEDULING_TIMEOUT)),
                values.text(Settings.BUILDS_LOCAL_REGISTRY_PUSH_HOST),
                new Limits(
                        values.number(Settings.BUILDS_MAX_CONCURRENT, 1, 1000),
                        values.number(Settings.BUILDS_MAX_CONCURRENT_PER_NAMESPACE, 1, 1000)));
    }

    private static BuildBounds bounds(Values values) {
        return new BuildBounds(
                values.time(Settings.BUILDS_MAX_TIMEOUT), values.resources(Settings.BUILDS_MAX_RESOURCES));
    }

    private static Confinement confinement(Values values) {
        var profile = values.choice(Settings.BUILDS_SECURITY_PROFILE, OperatorConfig.Builds.Profile.class);
        var seccomp = values.text(Settings.BUILDS_SECCOMP_PROFILE);
        var appArmor = values.text(Settings.BUILDS_APPARMOR_PROFILE);
        if (profile == OperatorConfig.Builds.Profile.Localhost && seccomp.isEmpty() && appArmor.isEmpty()) {
            throw values.refuse(
                    Settings.BUILDS_SECCOMP_PROFILE,
                    "the name of a profile on the nodes, e.g. profiles/buildkit.json, or builds-apparmor-profile must");
        }
        return new Confinement(profile.meaning(), seccomp, appArmor);
    }

    private CommandSpec command() {
        var command = CommandSpec.create().name(PROGRAM).version(version);
        command.usageMessage()
                .customSynopsis(PROGRAM + " [SETTING]...")
                .description("Turns AgentRunners into hardened Deployments with their workspaces.")
                .footer(
                        "",
                        "Each flag can also be given as an environment variable: --log-level as AGENTRUNNER_LOG_LEVEL.")
                .width(110)
                .autoWidth(false)
                .sortOptions(false);
        command.parser().posixClusteredShortOptionsAllowed(false).overwrittenOptionsAllowed(false);
        for (var setting : Settings.all()) {
            command.addOption(option(setting));
        }
        command.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("print this help")
                .build());
        command.addOption(OptionSpec.builder("--version")
                .versionHelp(true)
                .description("print the version")
                .build());
        return command;
    }

    private static OptionSpec option(Setting setting) {
        return OptionSpec.builder(setting.flag())
                .type(String.class)
                .paramLabel(setting.label())
                .arity(setting.isFlag() ? "0..1" : "1")
                .fallbackValue(setting.isFlag() ? "true" : "")
                .description(
                        setting.description() + (setting.byDefault().isEmpty() ? "" : " (" + setting.byDefault() + ")"))
                .build();
    }
}
