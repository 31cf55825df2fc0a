package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.Failure;
import ai.stigmer.agentrunner.cli.manifest.Similar;
import ai.stigmer.agentrunner.cli.runtime.Containers;
import java.util.List;

/** The containers that the user names. */
final class Selection {

    private Selection() {}

    /**
     * The one of that name.
     *
     * @throws Failure where there is none, or it is another program's
     */
    static Containers.Found one(Containers containers, String name) {
        var found = containers.find(name).orElseThrow(() -> Failure.failed(unknown(containers, name)));
        if (!found.isOurs()) {
            throw Failure.failed("container " + name + " was not made by agentrunner and is left alone");
        }
        return found;
    }

    /** All of those names, before anything is done to one of them. */
    static List<Containers.Found> all(Containers containers, List<String> names) {
        return names.stream().map(name -> one(containers, name)).toList();
    }

    private static String unknown(Containers containers, String name) {
        var known = containers.list().stream().map(Containers.Found::name).toList();
        return "there is no AgentRunner " + name + " here"
                + Similar.to(name, known)
                        .map(near -> ": did you mean " + near + "?")
                        .orElse("; see agentrunner ps");
    }
}
