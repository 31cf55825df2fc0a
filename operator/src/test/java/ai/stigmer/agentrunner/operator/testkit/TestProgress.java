package ai.stigmer.agentrunner.operator.testkit;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/** Says which test runs and how long it took, or why it was left out; of one that fails, how it left its namespace, before that is deleted. */
public final class TestProgress implements BeforeTestExecutionCallback, AfterTestExecutionCallback {
    private static final String[][] STATE = {
        {"get", "agentrunners,deployments,pods,persistentvolumeclaims", "-o", "wide"},
        {"describe", "agentrunners,pods,persistentvolumeclaims"},
        {"logs", "-l", "stigmer.ai/agentrunner", "--all-containers", "--prefix", "--tail=20"},
        {"get", "events", "--sort-by=.lastTimestamp"},
    };

    private Instant start = Instant.EPOCH;

    @Override
    public void beforeTestExecution(ExtensionContext test) {
        start = Instant.now();
        say("… " + sentence(test));
    }

    @Override
    public void afterTestExecution(ExtensionContext test) {
        var failure = test.getExecutionException();
        if (failure.isPresent() && failure.get() instanceof TestAbortedException skipped) {
            say("– " + sentence(test) + ": left out, " + skipped.getMessage());
            return;
        }
        say((failure.isPresent() ? "✘ " : "✔ ") + sentence(test) + ", "
                + Duration.between(start, Instant.now()).toSeconds() + " s");
        if (failure.isPresent() && test.getRequiredTestInstance() instanceof WithOperator cluster) {
            say(String.valueOf(failure.get().getMessage()));
            for (var command : STATE) {
                var result = WithOperator.CLUSTER.kubectl(inNamespace(cluster.user.namespace(), command));
                say("--- kubectl " + String.join(" ", command) + "\n" + result.out() + result.err());
            }
        }
    }

    private static String[] inNamespace(String namespace, String... command) {
        var all = new String[command.length + 2];
        all[0] = "-n";
        all[1] = namespace;
        System.arraycopy(command, 0, all, 2, command.length);
        return all;
    }

    private static String sentence(ExtensionContext test) {
        return test.getRequiredTestMethod().getName().replace('_', ' ');
    }

    /** Surefire shows a class's results only once all of them are there. */
    private static void say(String text) {
        System.out.println(text);
    }
}
