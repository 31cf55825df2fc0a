package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.Failure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Asks for what no option says, where somebody can answer. */
final class Questions {
    private final Context context;
    private final BufferedReader answers;

    Questions(Context context) {
        this.context = context;
        this.answers = new BufferedReader(new InputStreamReader(context.input(), StandardCharsets.UTF_8));
    }

    /**
     * The option's value, the answer, or what is usual.
     *
     * @param given empty: no option says it
     */
    String ask(Optional<String> given, String question, String usual) {
        if (given.isPresent() || !context.isInteractive()) {
            return given.orElse(usual);
        }
        context.console().err().print(question + (usual.isEmpty() ? ": " : " [" + usual + "]: "));
        context.console().err().flush();
        try {
            var answer = answers.readLine();
            return answer == null || answer.isBlank() ? usual : answer.strip();
        } catch (IOException e) {
            throw Failure.failed("the answer can't be read: nothing was written");
        }
    }
}
