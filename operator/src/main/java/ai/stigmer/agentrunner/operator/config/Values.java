package ai.stigmer.agentrunner.operator.config;

import ai.stigmer.agentrunner.model.Messages;
import ai.stigmer.agentrunner.model.build.Registry;
import ai.stigmer.agentrunner.model.rule.AllowedMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Toleration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The settings as given, read as what they should be. */
final class Values {
    /** Characters of a value that a refusal shows. */
    private static final int SHOWN = 500;

    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    /** A DNS label, RFC 1123. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    /** A DNS subdomain. */
    private static final Pattern OBJECT = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");

    private static final String KEY = "[A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?";
    private static final Pattern LABEL = Pattern.compile(KEY + "=[-A-Za-z0-9_.]*");
    private static final Pattern TAINT =
            Pattern.compile("(" + KEY + ")(?:=([-A-Za-z0-9_.]*))?(?::(NoSchedule|PreferNoSchedule|NoExecute))?");
    private static final Pattern SIZE = Pattern.compile("[1-9]\\d{0,8}(\\.\\d{1,3})?([KMGTP]i?|k)?");

    private static final Pattern RESOURCE =
            Pattern.compile("(" + KEY + ")=([1-9]\\d{0,8}(?:\\.\\d{1,3})?(?:[KMGTP]i?|k|m)?)");

    private final Map<Setting, Given> given = new LinkedHashMap<>();

    /**
     * A value and where it was written.
     *
     * @param where a flag or an environment variable, or nowhere
     */
    private record Given(String value, String where) {}

    void put(Setting setting, String value, String where) {
        given.put(setting, new Given(value, where));
    }

    Map<String, String> asGiven() {
        var all = new LinkedHashMap<String, String>();
        given.forEach((setting, value) -> all.put(setting.name(), value.value()));
        return all;
    }

    boolean flag(Setting setting) {
        return read(setting, "true or false", value -> switch (value) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        });
    }

    int number(Setting setting, int least, int most) {
        return read(
                setting,
                "a whole number from " + least + " to " + most,
                value -> value.matches("\\d{1,9}")
                        ? Optional.of(Integer.valueOf(value)).filter(number -> number >= least && number <= most)
                        : Optional.empty());
    }

    double rate(Setting setting) {
        return read(
                setting,
                "a number of requests a second, 0 for no limit",
                value -> value.matches("\\d{1,9}(\\.\\d{1,9})?")
                        ? Optional.of(Double.valueOf(value))
                        : Optional.empty());
    }

    Duration time(Setting setting) {
        return read(setting, "a time above zero such as 500ms, 15s, 3m or 1h", value -> {
            var match = TIME.matcher(value);
            if (!match.matches()) {
                return Optional.empty();
            }
            var amount = Long.parseLong(match.group(1));
            return Optional.of(
                            switch (match.group(2)) {
                                case "ms" -> Duration.ofMillis(amount);
                                case "s" -> Duration.ofSeconds(amount);
                                case "m" -> Duration.ofMinutes(amount);
                                default -> Duration.ofHours(amount);
                            })
                    .filter(Duration::isPositive);
        });
    }

    Optional<String> name(Setting setting) {
        return read(
                setting,
                "a name of small letters, digits and dashes",
                value ->
                        value.isEmpty() || NAME.matcher(value).matches() ? Optional.of(text(value)) : Optional.empty());
    }

    Optional<String> text(Setting setting) {
        return read(setting, "", value -> Optional.of(text(value)));
    }

    Optional<Path> file(Setting setting) {
        var file = text(setting).map(Path::of);
        if (file.isPresent() && !Files.isReadable(file.get())) {
            throw refuse(setting, "a file that can be read");
        }
        return file;
    }

    Set<String> names(Setting setting, String everything) {
        return read(
                setting, everything + ", or names of small letters, digits and dashes with commas between", value -> {
                    if (value.equals(everything)) {
                        return Optional.of(Set.of());
                    }
                    var names = Arrays.stream(value.split(",", -1))
                            .map(String::strip)
                            .collect(Collectors.toCollection(TreeSet::new));
                    return names.stream().allMatch(name -> NAME.matcher(name).matches())
                            ? Optional.of(names)
                            : Optional.empty();
                });
    }

    /** Names of objects with commas between; none where it is empty. */
    List<String> list(Setting setting) {
        return read(setting, "names of small letters, digits, dashes and dots with commas between", value -> all(value)
                .filter(names ->
                        names.stream().allMatch(name -> OBJECT.matcher(name).matches())));
    }

    Set<String> metadata(Setting setting) {
        return read(
                setting,
                "domains such as example.com, which stand for their subdomains too, or whole keys such as"
                        + " sidecar.istio.io/inject, with commas between",
                value -> all(value)
                        .filter(entries -> entries.stream().allMatch(AllowedMetadata::isEntry))
                        .map(Set::copyOf));
    }

    Map<String, String> labels(Setting setting) {
        return read(setting, "labels such as disk=ssd,kubernetes.io/arch=amd64", value -> all(value)
                .filter(labels ->
                        labels.stream().allMatch(label -> LABEL.matcher(label).matches()))
                .map(labels -> labels.stream()
                        .map(label -> label.split("=", 2))
                        .collect(Collectors.toMap(label -> label[0], label -> label[1], (one, other) -> other))));
    }

    List<Toleration> tolerations(Setting setting) {
        return read(setting, "taints such as builds=true:NoSchedule or builds:NoSchedule", value -> all(value)
                .map(taints -> taints.stream().map(Values::toleration).toList())
                .filter(taints -> taints.stream().allMatch(Optional::isPresent))
                .map(taints -> taints.stream().flatMap(Optional::stream).toList()));
    }

    private static Optional<Toleration> toleration(String taint) {
        var match = TAINT.matcher(taint);
        return match.matches()
                ? Optional.of(new Toleration(
                        match.group(3),
                        match.group(1),
                        match.group(2) == null ? "Exists" : "Equal",
                        null,
                        match.group(2)))
                : Optional.empty();
    }

    List<Registry> registries(Setting setting) {
        return read(setting, Registries.EXPECTED, Registries::read);
    }

    Map<String, Quantity> resources(Setting setting) {
        return read(setting, "resources such as cpu=8,memory=16Gi", value -> all(value)
                .map(all -> all.stream().map(RESOURCE::matcher).toList())
                .filter(all -> all.stream().allMatch(Matcher::matches))
                .map(all -> all.stream()
                        .collect(Collectors.toMap(
                                match -> match.group(1),
                                match -> new Quantity(match.group(2)),
                                (one, other) -> other))));
    }

    /** A time as {@link #time} reads it, in the largest unit that has no fraction. */
    static String text(Duration time) {
        if (time.toMillis() % 1000 > 0) {
            return time.toMillis() + "ms";
        }
        if (time.toSeconds() % 60 > 0) {
            return time.toSeconds() + "s";
        }
        return time.toMinutes() % 60 > 0 ? time.toMinutes() + "m" : time.toHours() + "h";
    }

    /** Resources as {@link #resources} reads them. */
    static String text(Map<String, Quantity> resources) {
        return resources.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .sorted()
                .collect(Collectors.joining(","));
    }

    Quantity size(Setting setting) {
        return read(
                setting,
                "a size such as 10Gi",
                value -> SIZE.matcher(value).matches() ? Optional.of(new Quantity(value)) : Optional.empty());
    }

    private static Optional<List<String>> all(String value) {
        return Optional.of(
                value.isEmpty()
                        ? List.of()
                        : Arrays.stream(value.split(",", -1)).map(String::strip).toList());
    }

    <E extends Enum<E>> E choice(Setting setting, Class<E> type) {
        return read(
                setting, "one of " + setting.label().replace("|", ", "), value -> Arrays.stream(type.getEnumConstants())
                        .filter(constant -> constant.name().equals(value))
                        .findFirst());
    }

    /** Refuses a value that is well-formed and yet can't be used. */
    InvalidSettings refuse(Setting setting, String expected) {
        var value = get(setting);
        var example = value.where().startsWith("-") ? " " : "=";
        return new InvalidSettings(
                value.where() + " is \"" + Messages.shorten(value.value(), SHOWN) + "\" but must be " + expected
                        + "; write for example " + value.where() + example
                        + (setting.byDefault().isEmpty() ? setting.label() : setting.byDefault()));
    }

    private <T> T read(Setting setting, String expected, Function<String, Optional<T>> reader) {
        return reader.apply(get(setting).value()).orElseThrow(() -> refuse(setting, expected));
    }

    private Given get(Setting setting) {
        return given.getOrDefault(setting, new Given(setting.byDefault(), setting.flag()));
    }

    private static Optional<String> text(String value) {
        return Optional.of(value).filter(text -> !text.isEmpty());
    }
}
