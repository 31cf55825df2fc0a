package ai.stigmer.agentrunner.model.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What tells most of the last output of a program that ended: the error of a stack trace, else the last three lines. A
 * container leaves at most the last 2048 bytes of its log, so the beginning of a trace may be missing.
 */
final class CrashMessage {
    /** Node, Java and .NET, and Ruby: the error stands above its frames. */
    private static final Pattern FRAME = Pattern.compile("^\\s++(?:at \\S|from \\S+:\\d+:in |\\.\\.\\. \\d+ )");

    /** Python: the error stands below them. */
    private static final Pattern PYTHON_FRAME = Pattern.compile("^\\s++File \"[^\"]*+\", line \\d");

    /** The first line below a panic in Go. */
    private static final Pattern GOROUTINE = Pattern.compile("^goroutine \\d+ \\[");

    private static final Pattern GO_PANIC = Pattern.compile("^(?:panic|fatal error): ");

    /** The lines that Python draws at the left of exceptions in a group, and between them. */
    private static final Pattern GROUP_MARGIN = Pattern.compile("^ *+\\| ");

    private static final Pattern GROUP_RULE = Pattern.compile("^ *+\\+[-+ 0-9]*+$");

    /** Another error's cause, in Java and in Node. */
    private static final Pattern CAUSE = Pattern.compile("^\\s*+(?:Caused by: |\\[cause\\]: )");

    private static final Pattern NODE_VERSION = Pattern.compile("^Node\\.js v\\d");

    /** How many lines an error's own message has at most, e.g. with the files that asked for a missing module. */
    private static final int ERROR_LINES = 6;

    private static final int LAST_LINES = 3;

    private CrashMessage() {}

    /** In one line; empty for no words. */
    static String of(String words) {
        var lines = words.lines()
                .filter(line -> !line.isBlank())
                .filter(line -> !GROUP_RULE.matcher(line).matches())
                .map(line -> GROUP_MARGIN.matcher(line).replaceFirst(""))
                .toList();
        for (int i = lines.size() - 1; i >= 0; i--) {
            var error = error(lines, i);
            if (error.isPresent()) {
                return joined(error.get());
            }
        }
        var said = withoutProperties(lines);
        return joined(said.subList(Math.max(0, said.size() - LAST_LINES), said.size()));
    }

    /** The error of the trace that has a frame in this line; empty: none has, or its error is cut off. */
    private static Optional<List<String>> error(List<String> lines, int frame) {
        var line = lines.get(frame);
        if (FRAME.matcher(line).find()) {
            return above(lines, frame);
        }
        if (PYTHON_FRAME.matcher(line).find()) {
            return below(lines, frame);
        }
        return GOROUTINE.matcher(line).find()
                ? last(lines.subList(0, frame), GO_PANIC).map(List::of)
                : Optional.empty();
    }

    /** With the errors that it is the cause of, the outermost first. */
    private static Optional<List<String>> above(List<String> lines, int frame) {
        var errors = new ArrayList<String>();
        int end = frame;
        do {
            while (end >= 0 && FRAME.matcher(lines.get(end)).find()) {
                end--;
            }
            if (end < 0) {
                break;
            }
            int bottom = end;
            int error = IntStream.rangeClosed(0, ERROR_LINES)
                    .map(up -> bottom - up)
                    .filter(i -> i >= 0 && isError(lines.get(i)))
                    .findFirst()
                    .orElse(bottom);
            errors.addFirst(lines.get(error));
            end = error - 1;
        } while (CAUSE.matcher(errors.getFirst()).find() && errors.size() < LAST_LINES);
        return Optional.of(errors).filter(found -> !found.isEmpty()).map(List::copyOf);
    }

    private static boolean isError(String line) {
        return line.contains("Error") || line.contains("Exception");
    }

    /** The first line that is as far left as the trace itself, and what follows of the error's own message. */
    private static Optional<List<String>> below(List<String> lines, int frame) {
        return IntStream.range(frame + 1, lines.size())
                .filter(i -> !Character.isWhitespace(lines.get(i).charAt(0)))
                .boxed()
                .findFirst()
                .map(start -> lines.subList(start, Math.min(start + LAST_LINES, lines.size())));
    }

    private static Optional<String> last(List<String> lines, Pattern pattern) {
        return lines.reversed().stream()
                .filter(line -> pattern.matcher(line).find())
                .findFirst();
    }

    /** Node prints an error's properties in braces, and its own version, below it. */
    private static List<String> withoutProperties(List<String> lines) {
        int end = lines.size();
        if (end > 0 && NODE_VERSION.matcher(lines.get(end - 1)).find()) {
            end--;
        }
        if (end > 0 && lines.get(end - 1).equals("}")) {
            int error = end - 2;
            while (error >= 0 && Character.isWhitespace(lines.get(error).charAt(0))) {
                error--;
            }
            return error < 0 ? lines : lines.subList(error, error + 1);
        }
        return lines.subList(0, end);
    }

    private static String joined(List<String> lines) {
        return String.join(" | ", lines.stream().map(String::strip).toList());
    }
}
