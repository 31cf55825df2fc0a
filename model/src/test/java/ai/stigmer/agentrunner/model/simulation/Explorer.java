package ai.stigmer.agentrunner.model.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Goes every way that a world can go, shortest first, and no state twice. What the operator does between two states is
 * tried with each outcome of each request.
 */
final class Explorer {
    /** So that a scenario that is too long fails instead of filling the memory. */
    private static final int MOST_STATES = 300_000;

    private Explorer() {}

    /** Returns how many states there are. */
    static int explore(World start) {
        var seen = new HashSet<String>();
        var next = new ArrayDeque<World>();
        next.add(start);
        seen.add(start.digest());
        while (!next.isEmpty()) {
            var world = next.remove();
            if (world.isOver()) {
                judge(world.copy(Chooser.FIRST));
            }
            int moves = world.moves().size();
            for (int i = 0; i < moves; i++) {
                var tape = new Tape();
                do {
                    var after = world.copy(tape);
                    step(after, i);
                    if (seen.add(after.digest())) {
                        next.add(after);
                    }
                } while (tape.rewind());
            }
            if (seen.size() > MOST_STATES) {
                throw new Violation("more than " + MOST_STATES + " states: make the scenario shorter");
            }
        }
        return seen.size();
    }

    private static void step(World world, int move) {
        try {
            world.make(world.moves().get(move));
        } catch (Violation | RuntimeException e) {
            throw told(world, e);
        }
    }

    private static void judge(World world) {
        try {
            Verdict.ofSpec(world);
        } catch (Violation | RuntimeException e) {
            throw told(world, e);
        }
    }

    private static AssertionError told(World world, Throwable e) {
        return new AssertionError(e.getMessage() + "\n\n" + world.story(), e);
    }

    /** Choices made before, and the first of those that are new; every combination in turn. */
    private static final class Tape implements Chooser {
        private final List<Integer> chosen = new ArrayList<>();
        private final List<Integer> options = new ArrayList<>();
        private int place;

        @Override
        public int choose(List<Move> moves) {
            if (place == chosen.size()) {
                chosen.add(0);
                options.add(moves.size());
            }
            return chosen.get(place++);
        }

        /** Makes it the next combination; says whether there is one. */
        boolean rewind() {
            place = 0;
            while (!chosen.isEmpty()) {
                int last = chosen.size() - 1;
                if (chosen.get(last) + 1 < options.get(last)) {
                    chosen.set(last, chosen.get(last) + 1);
                    return true;
                }
                chosen.remove(last);
                options.remove(last);
            }
            return false;
        }
    }
}
