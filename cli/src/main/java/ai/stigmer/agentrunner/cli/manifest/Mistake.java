package ai.stigmer.agentrunner.cli.manifest;

/**
 * One thing for which the API server would refuse a document.
 *
 * @param kind which
 * @param path of the field, e.g. {@code .spec.env[0].name}; empty: the document itself
 * @param told what the API server says, with the field
 * @param fix what to write instead, without the field
 */
public record Mistake(Kind kind, String path, String told, String fix) {

    /** Kinds of mistakes; scripts know them by {@link #id}. */
    public enum Kind {
        UNKNOWN_FIELD("unknown-field", "A field that the CustomResourceDefinition doesn't have.", false),
        TYPE("wrong-type", "A value of another type than the field's.", true),
        VALUE("unsupported-value", "A value that is none of those the field may have.", true),
        TOO_LONG("too-long", "A text or list beyond the field's limit.", true),
        REQUIRED("missing-field", "A field that has to be there.", true),
        DUPLICATE("duplicate-entry", "Two entries of a list with the same key.", false),
        METADATA("invalid-metadata", "A name, label or annotation that Kubernetes doesn't take.", false),
        RULE("invalid-value", "A value that breaks a rule of the CustomResourceDefinition.", false);

        private final String id;
        private final String title;
        private final boolean hidesRules;

        Kind(String id, String title, boolean hidesRules) {
            this.id = id;
            this.title = title;
            this.hidesRules = hidesRules;
        }

        /** E.g. {@code wrong-type}. */
        public String id() {
            return id;
        }

        /** What it is, in a sentence. */
        public String title() {
            return title;
        }

        /** Whether the API server then looks at no rule of the definition. */
        public boolean hidesRules() {
            return hidesRules;
        }
    }

    /** The field without the mark before it. */
    public String field() {
        return YamlDocument.field(path);
    }
}
