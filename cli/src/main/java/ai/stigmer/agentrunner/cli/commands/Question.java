package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.Failure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A question before something goes for good. */
final class Question {

    private Question() {}

    /**
     * Returns where the answer is yes.
     *
     * @param option with which it isn't asked
     * @throws Failure where it is anything else, or nobody is there to answer
     */
    static void confirm(Context context, String question, String option) {
        if (!context.isInteractive()) {
            throw Failure.invalid(question + " Nobody is there to answer: write " + option);
        }
        context.console().err().print(question + " [y/N] ");
        context.console().err().flush();
        try {
            var reader = new BufferedReader(new InputStreamReader(context.input(), StandardCharsets.UTF_8));
            var answer = String.valueOf(reader.readLine()).strip().toLowerCase(Locale.ROOT);
            if (!answer.equals("y") && !answer.equals("yes")) {
                throw Failure.failed("nothing was removed");
            }
        } catch (IOException e) {
            throw Failure.failed("the answer can't be read: nothing was removed");
        }
    }
}
