package ai.stigmer.agentrunner.cli.manifest;

/**
 * Where something stands in a file.
 *
 * @param line from 1
 * @param column from 1, in characters
 */
public record Place(int line, int column) {
    /** Of what is nowhere in particular. */
    public static final Place BEGIN = new Place(1, 1);
}
