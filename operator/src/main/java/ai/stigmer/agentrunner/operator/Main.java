package ai.stigmer.agentrunner.operator;

import ai.stigmer.agentrunner.operator.config.InvalidSettings;
import ai.stigmer.agentrunner.operator.config.Invocation;
import ai.stigmer.agentrunner.operator.config.OperatorConfig;
import ai.stigmer.agentrunner.operator.config.SettingsReader;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The program. Exit codes: 0 help, 1 it cannot go on, 2 wrong settings, 143 SIGTERM. */
public final class Main {
    private static final int CANNOT_GO_ON = 1;
    private static final int WRONG_SETTINGS = 2;

    private Main() {}

    /** Reads the settings, then runs until it is told to end. */
    public static void main(String[] arguments) throws InterruptedException {
        var version = Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("unreleased");
        try {
            switch (new SettingsReader(version).read(arguments, System.getenv())) {
                case Invocation.Print(var text) -> System.out.println(text);
                case Invocation.Run(var config) -> run(config, version);
            }
        } catch (InvalidSettings e) {
            System.err.println("agentrunner-operator: " + e.getMessage());
            System.exit(WRONG_SETTINGS);
        }
    }

    private static void run(OperatorConfig config, String version) throws InterruptedException {
        Logs.setUp(config.logging());
        var log = LoggerFactory.getLogger(Main.class);
        log.info("agentrunner-operator {}", version);
        log.info("{}", config.describe());
        var fatal = new ProcessExit(log);
        AgentRunnerOperator operator;
        try {
            operator = new AgentRunnerOperator(config, fatal);
        } catch (IOException e) {
            fatal.abort("can't listen on " + config.http().address() + ":"
                    + config.http().port() + ", choose another --port: " + e.getMessage());
            return;
        }
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
                    log.info("ending");
                    operator.close();
                }));
        operator.start();
        new CountDownLatch(1).await();
    }

    private record ProcessExit(Logger log) implements Fatal {

        @Override
        public void abort(String why) {
            log.error("ending: {}", why);
            Runtime.getRuntime().halt(CANNOT_GO_ON);
        }

        @Override
        public void exit(String why) {
            log.error("ending: {}", why);
            // Not here: the caller may hold what the shutdown waits for.
            Thread.ofPlatform().name("exit").start(() -> System.exit(CANNOT_GO_ON));
        }
    }
}
