package ai.stigmer.agentrunner.model.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a build's container says of its failure, understood.
 *
 * @param kind of failure
 * @param words what went wrong: of a step its place, its command and the end of its output
 * @param fix what to do about it
 */
public record BuildFailure(Kind kind, String words, String fix) {
    private static final int LINES = 5;
    private static final int CHARACTERS = 800;
    private static final String STEP = "did not complete successfully";
    private static final String RAISE_MEMORY = "raise spec.build.resources.limits.memory";
    private static final String MORE_DISK =
            "make the image smaller, or give the nodes, or with cache Volume the claim, more disk";
    private static final String CREDENTIALS =
            "spec.build.source.git.secretRef names a Secret with a token, a password or an ssh-privatekey that may read it";

    /** What a host that can't be reached is told by. */
    private static final String UNREACHABLE =
            "dial tcp|no such host|resolve host|connect to|connection (refused|reset|timed)|time-?out|timed out"
                    + "|deadline exceeded|(^|[^a-z])EOF([^a-z]|$)|hung up|unreachable|no route|server misbehaving"
                    + "|returned error: (429|5[0-9][0-9])";

    /** And a registry that has too much to do. */
    private static final String OVERLOADED = ": (429|5[0-9][0-9])( |$)|toomanyrequests";

    /**
     * In what an error says that may be gone with the next try, of small and of capital letters; as grep -E takes it,
     * too.
     */
    static final String PASSING = UNREACHABLE + "|" + OVERLOADED;

    /** Why a build made no image. */
    public enum Kind {
        /** A step failed, or BuildKit does not understand the file. */
        Dockerfile,
        /** An image that the Dockerfile begins with can't be had. */
        BaseImage,
        /** The repository, its ref or the Dockerfile isn't there, or may not be read. */
        Source,
        /** A Secret or its key is missing. */
        Secret,
        /** A host can't be reached. */
        Network,
        /** A registry is overloaded or out of order, or speaks another protocol. */
        Registry,
        /** The registry refuses the image. */
        Push,
        /** No space left. */
        Disk,
        /** The container's limit was reached. */
        Memory,
        /** BuildKit can't run as it is confined. */
        Builder,
        /** The pod was deleted, evicted or out of time. */
        Stopped,
        /** BuildKit ended without a word. */
        Unknown
    }

    /** What tells one failure from another; the first that is found counts. */
    private record Sign(Kind kind, Pattern words, String fix) {
        static Sign of(Kind kind, String words, String fix) {
            return new Sign(kind, Pattern.compile(words, Pattern.CASE_INSENSITIVE | Pattern.MULTILINE), fix);
        }
    }

    private static final List<Sign> SIGNS = List.of(
            Sign.of(Kind.Disk, "no space left on device|quota exceeded", MORE_DISK),
            Sign.of(
                    Kind.Registry,
                    "failed to push.*(x509:|does not look like a TLS handshake|HTTP response to HTTPS)",
                    "set spec.build.output.insecure to true, if plain HTTP or a certificate that nobody signed is meant"),
            Sign.of(
                    Kind.Network,
                    UNREACHABLE,
                    "check the name, the port and whether pods may reach it, then change spec.build.trigger"),
            Sign.of(Kind.Registry, OVERLOADED, "wait until the registry serves again, then change spec.build.trigger"),
            Sign.of(
                    Kind.Push,
                    "failed to push",
                    "see that spec.build.output.pushSecretRef names a Secret of type kubernetes.io/dockerconfigjson that may push there"),
            Sign.of(
                    Kind.BaseImage,
                    "failed to resolve source metadata.*(40[13] |denied|authorization)",
                    "the Secret of spec.build.output.pushSecretRef may hold credentials for this registry too"),
            Sign.of(Kind.BaseImage, "failed to resolve source metadata", "correct FROM in the Dockerfile"),
            Sign.of(
                    Kind.Source,
                    "does not contain ref|not our ref|not a tree|valid object name|find default branch",
                    "correct spec.build.source.git.ref: a branch, a tag, or all digits of a commit"),
            Sign.of(Kind.Source, "invalid subdir", "correct spec.build.source.git.subPath"),
            Sign.of(
                    Kind.Source,
                    "failed to (fetch|checkout) remote|SSH key|ssh:",
                    "correct spec.build.source.git.url, or, where it is private, see that " + CREDENTIALS),
            Sign.of(
                    Kind.Source,
                    "failed to read dockerfile: open",
                    "correct spec.build.dockerfile, which is a path within the source"),
            Sign.of(
                    Kind.Source,
                    "^the build may not read ",
                    "make the files readable for user 1000 or for the group of spec.security.fsGroup, or build from a subPath without them"),
            Sign.of(Kind.Dockerfile, "\\bsecret .*: not found", "add it to spec.build.secrets"),
            Sign.of(Kind.Dockerfile, "target stage", "correct spec.build.target"),
            Sign.of(Kind.Dockerfile, "failed to solve", "correct the Dockerfile"));

    /**
     * Understands the termination message of build.sh.
     *
     * @param stage its {@code failure}: where the script was
     * @param log its {@code message}: the end of the log
     */
    public static BuildFailure of(String stage, String log) {
        return switch (stage) {
            case "Secret" -> new BuildFailure(Kind.Secret, oneLine(log), "create it, then change spec.build.trigger");
            case "Memory" -> new BuildFailure(Kind.Memory, "out of memory: " + words(log), RAISE_MEMORY);
            case "Start" ->
                new BuildFailure(
                        Kind.Builder,
                        oneLine(log),
                        "the node or builds.securityProfile confines it too much, or builder.image is no rootless BuildKit");
            case "Stopped" ->
                new BuildFailure(
                        Kind.Stopped,
                        "stopped from outside: " + tail(log.lines().toList()),
                        "change spec.build.trigger to try again");
            default -> ofBuild(log);
        };
    }

    private static BuildFailure ofBuild(String log) {
        var error = error(log);
        if (error.isEmpty()) {
            return new BuildFailure(Kind.Unknown, tail(log.lines().toList()), "change spec.build.trigger to try again");
        }
        if (error.contains(STEP)) {
            return ofStep(log, error);
        }
        return SIGNS.stream()
                .filter(sign -> sign.words().matcher(error).find())
                .findFirst()
                .map(sign -> new BuildFailure(sign.kind(), words(log), sign.fix()))
                .orElseGet(() -> new BuildFailure(Kind.Unknown, words(log), "change spec.build.trigger to try again"));
    }

    private static BuildFailure ofStep(String log, String error) {
        if (error.contains(STEP + ": exit code: 137")) {
            return new BuildFailure(Kind.Memory, "killed, as a rule for want of memory: " + words(log), RAISE_MEMORY);
        }
        if (log.contains("runc run failed")) {
            return new BuildFailure(
                    Kind.Builder, words(log), "let the profile of builds.securityProfile allow what is named");
        }
        if (log.contains("exec format error")) {
            return new BuildFailure(
                    Kind.Builder,
                    words(log),
                    "the node can't run programs of that platform: take it out of spec.build.platforms, let the steps of"
                            + " the Dockerfile run on the node's own (FROM --platform=$BUILDPLATFORM), or let the nodes"
                            + " emulate it (binfmt_misc)");
        }
        return log.toLowerCase(Locale.ROOT).contains("no space left on device")
                ? new BuildFailure(Kind.Disk, words(log), MORE_DISK)
                : new BuildFailure(Kind.Dockerfile, words(log), "correct the Dockerfile");
    }

    private static String words(String log) {
        return step(log).orElseGet(() -> {
            var error = error(log);
            return error.isEmpty() ? tail(log.lines().toList()) : shorten(withoutPrefixes(error));
        });
    }

    /** The place, the command, how it ended and the last lines of what it said. */
    private static Optional<String> step(String log) {
        var error = error(log);
        var end = error.indexOf(STEP);
        if (end < 0) {
            return Optional.empty();
        }
        var outcome = error.substring(end + STEP.length() + 2);
        var output = new ArrayList<String>();
        var place = "";
        var command = new ArrayList<String>();
        var inOutput = false;
        for (var line : log.lines().toList()) {
            if (line.startsWith(" > [")) {
                inOutput = true;
                output.clear();
            } else if (line.startsWith("------")) {
                inOutput = false;
            } else if (inOutput) {
                output.add(line.replaceFirst("^\\d+\\.\\d+ ", ""));
            } else if (line.matches("\\S+:\\d+")) {
                place = line;
            } else if (line.contains(" | >>> ")) {
                command.add(line.substring(line.indexOf(">>>") + 3).strip());
            }
        }
        var what = place + (place.isEmpty() ? "" : ": ") + oneLine(String.join("\n", command));
        return Optional.of(shorten(what) + ": " + oneLine(outcome) + (output.isEmpty() ? "" : ": " + tail(output)));
    }

    /** From buildctl's last words on; empty: it had none. */
    private static String error(String log) {
        var at = ("\n" + log).lastIndexOf("\nerror: ");
        return at < 0 ? "" : log.substring(at + "error: ".length());
    }

    private static String withoutPrefixes(String error) {
        return oneLine(error.replace("failed to solve: ", "")
                .replace("failed to load cache key: ", "")
                .replace("ResourceExhausted: ", "")
                .replaceFirst("^failed to read dockerfile: (?!open)", ""));
    }

    private static String tail(List<String> lines) {
        var words = lines.stream().filter(line -> !line.isBlank()).toList();
        return words.stream()
                .skip(Math.max(0, words.size() - LINES))
                .map(String::strip)
                .collect(Collectors.collectingAndThen(Collectors.joining(" | "), BuildFailure::shorten));
    }

    private static String oneLine(String words) {
        return words.strip().replaceAll("\\s+", " ");
    }

    /** The end tells most. */
    private static String shorten(String words) {
        return words.length() <= CHARACTERS ? words : "…" + words.substring(words.length() - CHARACTERS);
    }
}
