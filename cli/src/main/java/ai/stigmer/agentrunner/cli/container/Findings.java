package ai.stigmer.agentrunner.cli.container;

import java.util.ArrayList;
import java.util.List;

/** What is found on the way from a pod to a container. */
final class Findings {
    private final List<ContainerPlan.Unsupported> unsupported = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    void unsupported(String field, String instead) {
        unsupported.add(new ContainerPlan.Unsupported(field, instead));
    }

    /**
     * Something that the manifest refers to.
     *
     * @param object with what it is for
     */
    void missing(String object) {
        missing.add(object + ", is missing: put it into the file, or give it with --secret, --from-env or --env-file");
    }

    /** Something that there can't be, in a sentence that says what to write instead. */
    void impossible(String sentence) {
        missing.add(sentence);
    }

    List<ContainerPlan.Unsupported> unsupported() {
        return unsupported;
    }

    List<String> missing() {
        return missing;
    }
}
