package ai.stigmer.agentrunner.model.simulation;

/** What tells an object from the others; there is one namespace. */
public record Key(String kind, String name) implements Comparable<Key> {

    @Override
    public int compareTo(Key other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return kind + " " + name;
    }
}
