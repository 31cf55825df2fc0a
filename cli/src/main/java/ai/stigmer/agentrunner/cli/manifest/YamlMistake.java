package ai.stigmer.agentrunner.cli.manifest;

/** Why a text is no YAML, or none that is read here. */
public final class YamlMistake extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Place place;

    YamlMistake(Place place, String sentence) {
        super(Sentence.of(sentence), null, false, false);
        this.place = place;
    }

    /** Where reading ended. */
    public Place place() {
        return place;
    }

    /** In words, in one line: they may repeat what is in the file. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
