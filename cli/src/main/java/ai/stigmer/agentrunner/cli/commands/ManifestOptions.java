package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.container.OperatorModel;
import ai.stigmer.agentrunner.cli.container.RunOptions;
import ai.stigmer.agentrunner.cli.manifest.BoundedFile;
import ai.stigmer.agentrunner.cli.manifest.Configuration;
import ai.stigmer.agentrunner.cli.manifest.EnvFile;
import ai.stigmer.agentrunner.cli.manifest.PolicyFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** What the command line adds to manifests. */
final class ManifestOptions {
    /** What may be named as manifests. */
    static final String FILES =
            "manifests: a file, a folder, a kustomization folder (built with kubectl or kustomize), or - for"
                    + " standard input";

    private static final Pattern PUBLISHED = Pattern.compile(
            "((\\d{1,3}([.]\\d{1,3}){3}|\\[[0-9a-fA-F:]+\\]):)?(?<here>\\d{1,5}):(?<there>\\d{1,5})" + "(/(tcp|udp))?");

    /** Bytes that a Secret of Kubernetes may have. */
    private static final int SECRET = 1024 * 1024;

    private static final int LAST_PORT = 65_535;

    @Option(
            names = "--secret",
            paramLabel = "NAME=FILE",
            description =
                    "the Secret of that name, KEY=VALUE in a line; NAME/KEY=FILE: the whole file is that key's value")
    private List<String> secrets = List.of();

    @Option(
            names = "--from-env",
            paramLabel = "KEY[=VARIABLE]",
            description =
                    "take a variable of this shell: KEY for the worker's variable, NAME/KEY for the key of a Secret")
    private List<String> fromEnv = List.of();

    @Option(
            names = "--workspace",
            paramLabel = "DIR[:Z]",
            description = "a folder of this machine in place of the volume; rm never deletes it. :Z or :z labels it for"
                    + " SELinux")
    private Optional<String> workspace = Optional.empty();

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description =
                    "what AgentRunners may ask for, as the chart's values (policy.allowRoot: true); without it Host"
                            + " network, network.policy and builds are allowed")
    private Optional<Path> policy = Optional.empty();

    /** The operator's model, under the policy that is named. */
    OperatorModel model() {
        return new OperatorModel(PolicyFile.read(policy));
    }

    /** The variables of --from-env that this shell doesn't have, a sentence each. */
    List<String> unset(Map<String, String> environment) {
        return fromEnv.stream()
                .filter(entry -> !environment.containsKey(variable(entry)))
                .map(entry ->
                        "--from-env " + entry + ": the variable " + variable(entry) + " is not set here: export it")
                .toList();
    }

    /** Beside what the manifests say; a variable of --from-env that isn't set counts as empty, see {@link #unset}. */
    Configuration secrets(Configuration configuration, Map<String, String> environment) {
        var result = configuration;
        for (var secret : secrets) {
            var parts = secret.split("=", 2);
            if (parts.length < 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
                throw Failure.invalid("--secret " + parts[0] + ": write NAME=FILE");
            }
            var file = Path.of(parts[1]);
            var name = parts[0].split("/", 2);
            var values = new LinkedHashMap<String, byte[]>();
            if (name.length == 2) {
                values.put(name[1], BoundedFile.bytes(file, SECRET));
            } else {
                EnvFile.read(file).forEach((key, value) -> values.put(key, value.getBytes(StandardCharsets.UTF_8)));
            }
            result = result.withSecret(name[0], values);
        }
        for (var entry : fromEnv) {
            var name = key(entry).split("/", 2);
            if (name.length == 2) {
                var value = environment.getOrDefault(variable(entry), "");
                result = result.withSecret(name[0], Map.of(name[1], value.getBytes(StandardCharsets.UTF_8)));
            }
        }
        return result;
    }

    /**
     * What goes to the worker; a variable of --from-env that isn't set counts as empty, see {@link #unset}.
     *
     * @param environment of this process
     * @param envFiles of --env-file
     * @param published of --publish
     */
    RunOptions options(Map<String, String> environment, List<Path> envFiles, List<String> published) {
        var variables = new LinkedHashMap<String, String>();
        envFiles.forEach(file -> variables.putAll(EnvFile.read(file)));
        for (var entry : fromEnv) {
            if (!key(entry).contains("/")) {
                variables.put(key(entry), environment.getOrDefault(variable(entry), ""));
            }
        }
        published.forEach(ManifestOptions::checkPort);
        return new RunOptions(variables, workspace.map(ManifestOptions::folder), published);
    }

    private static void checkPort(String port) {
        var parts = PUBLISHED.matcher(port);
        if (!parts.matches() || !isPort(parts.group("here")) || !isPort(parts.group("there"))) {
            throw Failure.invalid("--publish " + port + ": write e.g. 9090:9090 or 127.0.0.1:9090:9090");
        }
    }

    private static boolean isPort(String digits) {
        return Integer.parseInt(digits) <= LAST_PORT;
    }

    private static RunOptions.Workspace folder(String given) {
        int colon = given.lastIndexOf(':');
        var options = colon > 1 ? given.substring(colon + 1) : "";
        var isOption = options.equals("Z") || options.equals("z");
        if (options.equals("U")) {
            throw Failure.invalid("--workspace " + given + ": :U would change the owner of your files, which is left to"
                    + " you: podman unshare chown -R 1000:1000 " + given.substring(0, colon));
        }
        var folder = Path.of(isOption ? given.substring(0, colon) : given);
        if (!Files.isDirectory(folder)) {
            throw Failure.invalid(
                    "--workspace " + folder + ": there is no such folder: make it with mkdir -p " + folder);
        }
        return new RunOptions.Workspace(folder.toAbsolutePath().normalize().toString(), isOption ? options : "");
    }

    private static String key(String entry) {
        return entry.split("=", 2)[0];
    }

    private static String variable(String entry) {
        var parts = entry.split("=", 2);
        return parts.length == 2 ? parts[1] : parts[0].substring(parts[0].indexOf('/') + 1);
    }
}
