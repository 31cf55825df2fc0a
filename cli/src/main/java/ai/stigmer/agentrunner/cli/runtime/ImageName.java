package ai.stigmer.agentrunner.cli.runtime;

import ai.stigmer.agentrunner.cli.Failure;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An image's name in its parts.
 *
 * @param repository with its registry, if it has one
 * @param tag latest where none is written
 * @param digest wins over the tag
 */
public record ImageName(String repository, String tag, Optional<String> digest) {
    private static final String LATEST = "latest";

    private static final Pattern NAME = Pattern.compile(
            "(?<repository>[a-zA-Z0-9][a-zA-Z0-9.-]*(:[0-9]{1,5})?(/[a-z0-9._/-]+)?"
                    + "|[a-z0-9][a-z0-9._/-]*)(:(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(@(?<digest>sha256:[0-9a-f]{64}))?");

    /**
     * As docker takes it.
     *
     * @throws Failure where it is none
     */
    public static ImageName parse(String name) {
        var parts = NAME.matcher(name);
        if (!parts.matches()) {
            throw Failure.invalid("this is no image's name: write e.g. ghcr.io/example/agent-runner:1.4.2");
        }
        var tag = parts.group("tag");
        return new ImageName(
                parts.group("repository"), tag == null ? LATEST : tag, Optional.ofNullable(parts.group("digest")));
    }

    /**
     * As something may be called from now on.
     *
     * @param option that it is given with, for the message
     * @throws Failure where it has a digest, which nobody can choose
     */
    public static ImageName parseNew(String name, String option) {
        var parsed = parse(name);
        if (parsed.digest().isPresent()) {
            throw Failure.invalid(
                    option + " " + name + ": a digest can't be chosen: write " + option + " " + parsed.tagged());
        }
        return parsed;
    }

    /** Without a digest. */
    public String tagged() {
        return repository + ":" + tag;
    }

    /** As an image that is there is found: by its digest, if it is named with one. */
    public String exact() {
        return digest.map(sum -> repository + "@" + sum).orElse(tagged());
    }
}
