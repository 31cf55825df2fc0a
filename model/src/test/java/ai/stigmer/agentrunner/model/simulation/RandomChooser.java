package ai.stigmer.agentrunner.model.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Chooses by weight, the same for the same seed, and keeps what it chose. */
final class RandomChooser implements Chooser {
    private final Random random;
    private final List<String> schedule = new ArrayList<>();
    private int left;

    RandomChooser(Random random, int moves) {
        this.random = random;
        this.left = moves;
    }

    /** The names of the moves chosen, in their order. */
    List<String> schedule() {
        return List.copyOf(schedule);
    }

    @Override
    public int choose(List<Move> moves) {
        if (--left < 0) {
            return Schedule.isRequest(moves) ? 0 : -1;
        }
        int ticket = random.nextInt(moves.stream().mapToInt(Move::weight).sum());
        int chosen = 0;
        while ((ticket -= moves.get(chosen).weight()) >= 0) {
            chosen++;
        }
        schedule.add(moves.get(chosen).name());
        return chosen;
    }
}
