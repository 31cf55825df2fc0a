package ai.stigmer.agentrunner.model.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Moves by name, in their order; one that isn't possible when it comes is left out. */
final class Schedule implements Chooser {
    private final List<String> moves;
    private int next;

    Schedule(List<String> moves) {
        this.moves = moves;
    }

    /** Whether it is the outcome of a request that is to be chosen. */
    static boolean isRequest(List<Move> moves) {
        return moves.getFirst().name().equals(RequestOutcome.ANSWERED.words);
    }

    @Override
    public int choose(List<Move> possible) {
        while (next < moves.size()) {
            for (int i = 0; i < possible.size(); i++) {
                if (possible.get(i).name().equals(moves.get(next))) {
                    next++;
                    return i;
                }
            }
            if (isRequest(possible)) {
                return 0;
            }
            next++;
        }
        return isRequest(possible) ? 0 : -1;
    }

    /** The shortest schedule found by leaving moves out, with which it still fails. */
    static List<String> shrink(List<String> schedule, Predicate<List<String>> fails) {
        var shortest = new ArrayList<>(schedule);
        for (int piece = Math.max(1, shortest.size() / 2); piece > 0; piece /= 2) {
            for (int from = 0; from < shortest.size(); ) {
                var trial = new ArrayList<>(shortest);
                trial.subList(from, Math.min(from + piece, trial.size())).clear();
                if (fails.test(trial)) {
                    shortest = trial;
                } else {
                    from += piece;
                }
            }
        }
        return shortest;
    }
}
