package ai.stigmer.agentrunner.model.build;

import ai.stigmer.agentrunner.model.Messages;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a build's container says of its failure, understood.
 *
 * @param reason of the failure
 * @param words what went wrong: of a step its place, its command and the end of its output
 * @param fix what to do about it
 */
public record BuildFailure(BuildReason reason, String words, String fix) {
    private static final int LINES = 5;
    private static final int CHARACTERS = 800;
    private static final String RAISE_MEMORY = "raise spec.build.resources.limits.memory";
    private static final String MORE_DISK =
            "make the image smaller, or add disk space to the nodes (with cache Volume: to its claim)";
    private static final String CREDENTIALS =
            "spec.build.source.git.secretRef names a Secret with a token, a password or an ssh-privatekey that may read it";

    /** What a host that can't be reached is told by. Each has a blank: no name of an image or a repository holds one. */
    private static final String UNREACHABLE =
            "dial tcp|no such host|resolve host|connect to|connection (refused|reset|timed)|timed out"
                    + "|(i/o|handshake|connection|gateway|request|http2:) time-?out|deadline exceeded"
                    + "|(: |unexpected |early )EOF( |$)|hung up|(host|network|is) unreachable|no route"
                    + "|server misbehaving|returned error: (429|5[0-9][0-9])";

    /** And a registry that has too much to do. */
    private static final String OVERLOADED = ": (429|5[0-9][0-9])( |$)|toomanyrequests: ";

    /**
     * In what an error says that may be gone with the next try, of small and of capital letters; as grep -E takes it,
     * too.
     */
    static final String PASSING = UNREACHABLE + "|" + OVERLOADED;

    private static final Pattern SPACE = Pattern.compile("\\s++");
    private static final String READING = "failed to read dockerfile: ";

    /**
     * What tells one failure from another; the first that is found counts.
     *
     * @param rest what the line goes on to say. A pattern of both would read the line again for each occurrence of the
     *     words
     */
    private record Sign(BuildReason reason, Pattern words, Pattern rest, String fix) {
        static Sign of(BuildReason reason, String words, String fix) {
            return of(reason, words, "", fix);
        }

        static Sign of(BuildReason reason, String words, String rest, String fix) {
            return new Sign(reason, pattern(words), pattern(rest), fix);
        }

        private static Pattern pattern(String words) {
            return Pattern.compile(words, Pattern.CASE_INSENSITIVE);
        }

        boolean isIn(String error) {
            return error.lines().anyMatch(line -> {
                var found = words.matcher(line);
                return found.find() && rest.matcher(line).find(found.end());
            });
        }
    }

    private static final List<Sign> SIGNS = List.of(
            Sign.of(BuildReason.Disk, "no space left on device|disk quota exceeded", MORE_DISK),
            Sign.of(
                    BuildReason.Registry,
                    "failed to push",
                    "x509:|does not look like a TLS handshake|HTTP response to HTTPS",
                    "set spec.build.output.insecure to true if the registry is meant to use plain HTTP or a self-signed certificate"),
            Sign.of(
                    BuildReason.Network,
                    UNREACHABLE,
                    "check the name, the port and that pods can reach it, then change spec.build.trigger"),
            Sign.of(
                    BuildReason.Registry,
                    OVERLOADED,
                    "wait until the registry is available again, then change spec.build.trigger"),
            Sign.of(
                    BuildReason.Push,
                    "failed to push ",
                    "check that spec.build.output.pushSecretRef names a Secret of type kubernetes.io/dockerconfigjson that may push there"),
            Sign.of(
                    BuildReason.BaseImage,
                    "failed to resolve source metadata",
                    "40[13] (Unauthorized|Forbidden)|access denied|failed to authorize|authorization failed",
                    "the Secret of spec.build.output.pushSecretRef may hold credentials for this registry too"),
            Sign.of(BuildReason.BaseImage, "failed to resolve source metadata ", "correct FROM in the Dockerfile"),
            Sign.of(
                    BuildReason.Source,
                    "does not contain ref |not our ref |not a tree: |valid object name|find default branch",
                    "correct spec.build.source.git.ref: a branch, a tag, or all digits of a commit"),
            Sign.of(BuildReason.Source, "invalid subdir ", "correct spec.build.source.git.subPath"),
            Sign.of(
                    BuildReason.Source,
                    "failed to (fetch|checkout) remote |no SSH key ",
                    "correct spec.build.source.git.url, or, where it is private, check that " + CREDENTIALS),
            Sign.of(
                    BuildReason.Source,
                    "failed to read dockerfile: open ",
                    "correct spec.build.dockerfile, which is a path within the source"),
            Sign.of(
                    BuildReason.Source,
                    "^the build may not read ",
                    "make the files readable for user 1000 or for the group of spec.security.fsGroup, or build from a subPath without them"),
            Sign.of(BuildReason.Dockerfile, "^failed to solve: secret \\S+: not found", "add it to spec.build.secrets"),
            Sign.of(BuildReason.Dockerfile, "target stage \"[^\"]*\" could not be found", "correct spec.build.target"),
            Sign.of(BuildReason.Dockerfile, "failed to solve", "correct the Dockerfile"));

    /**
     * Understands the termination message of build.sh.
     *
     * @param stage its {@code failure}: where the script was
     * @param log its {@code message}: the end of the log
     */
    public static BuildFailure of(String stage, String log) {
        return switch (stage) {
            case "Secret" ->
                new BuildFailure(BuildReason.Secret, oneLine(log), "create it, then change spec.build.trigger");
            case "Memory" -> new BuildFailure(BuildReason.Memory, "out of memory: " + lastWords(log), RAISE_MEMORY);
            case "Start" ->
                new BuildFailure(
                        BuildReason.Builder,
                        oneLine(log),
                        "the node or builds.securityProfile confines it too much, or builds.image is not a rootless BuildKit");
            case "Stopped" ->
                new BuildFailure(
                        BuildReason.Stopped,
                        "the build was stopped: " + tail(log.lines().toList()),
                        "change spec.build.trigger to try again");
            default -> ofBuild(log);
        };
    }

    private static BuildFailure ofBuild(String log) {
        var error = error(log);
        if (error.isEmpty()) {
            return new BuildFailure(
                    BuildReason.Unknown, tail(log.lines().toList()), "change spec.build.trigger to try again");
        }
        var step = FailedStep.in(log, error);
        if (step.isPresent()) {
            return ofStep(step.get());
        }
        return SIGNS.stream()
                .filter(sign -> sign.isIn(error))
                .findFirst()
                .map(sign -> new BuildFailure(sign.reason(), words(error), sign.fix()))
                .orElseGet(() ->
                        new BuildFailure(BuildReason.Unknown, words(error), "change spec.build.trigger to try again"));
    }

    private static BuildFailure ofStep(FailedStep step) {
        if (step.wasKilled()) {
            return new BuildFailure(
                    BuildReason.Memory, "killed, most likely for lack of memory: " + words(step), RAISE_MEMORY);
        }
        if (step.isForbiddenByRuntime()) {
            return new BuildFailure(
                    BuildReason.Builder, words(step), "allow what it names in the profile of builds.securityProfile");
        }
        if (step.isOfAnotherPlatform()) {
            return new BuildFailure(
                    BuildReason.Builder,
                    words(step),
                    "the node can't run programs of that platform: remove it from spec.build.platforms, run the steps of"
                            + " the Dockerfile on the node's own (FROM --platform=$BUILDPLATFORM), or have the nodes"
                            + " emulate it (binfmt_misc)");
        }
        return step.isOutOfDisk()
                ? new BuildFailure(BuildReason.Disk, words(step), MORE_DISK)
                : new BuildFailure(BuildReason.Dockerfile, words(step), "correct the Dockerfile");
    }

    private static String lastWords(String log) {
        var error = error(log);
        return FailedStep.in(log, error)
                .map(BuildFailure::words)
                .orElseGet(() -> error.isEmpty() ? tail(log.lines().toList()) : words(error));
    }

    private static String words(String error) {
        return shorten(withoutPrefixes(error));
    }

    /** The place, the command, how it ended and the last lines of what it said. */
    private static String words(FailedStep step) {
        var what = step.place() + (step.place().isEmpty() ? "" : ": ") + oneLine(String.join("\n", step.command()));
        return shorten(what) + ": " + oneLine(step.outcome())
                + (step.output().isEmpty() ? "" : ": " + tail(step.output()));
    }

    /** From buildctl's last words on; empty: it had none. */
    private static String error(String log) {
        var at = ("\n" + log).lastIndexOf("\nerror: ");
        return at < 0 ? "" : log.substring(at + "error: ".length());
    }

    private static String withoutPrefixes(String error) {
        var words = error.replace("failed to solve: ", "")
                .replace("failed to load cache key: ", "")
                .replace("ResourceExhausted: ", "");
        var isOpened = words.startsWith(READING) && !words.startsWith(READING + "open");
        return oneLine(isOpened ? words.substring(READING.length()) : words);
    }

    private static String tail(List<String> lines) {
        var words = lines.stream().filter(line -> !line.isBlank()).toList();
        return words.stream()
                .skip(Math.max(0, words.size() - LINES))
                .map(String::strip)
                .collect(Collectors.collectingAndThen(Collectors.joining(" | "), BuildFailure::shorten));
    }

    private static String oneLine(String words) {
        return SPACE.matcher(words.strip()).replaceAll(" ");
    }

    private static String shorten(String words) {
        return Messages.end(words, CHARACTERS);
    }
}
