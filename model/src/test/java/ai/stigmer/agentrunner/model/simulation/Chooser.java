package ai.stigmer.agentrunner.model.simulation;

import java.util.List;

/** Who decides what happens next. */
interface Chooser {
    /** The place in the list, which isn't empty. */
    int choose(List<Move> moves);

    /** Always the first. */
    Chooser FIRST = moves -> 0;
}
