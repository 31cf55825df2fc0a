package ai.stigmer.agentrunner.operator;

import ai.stigmer.agentrunner.operator.config.OperatorConfig.Logging;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import org.slf4j.LoggerFactory;

/** Sets up what is logged, and how. The operator's own lines are for the person on call; the libraries are quiet. */
final class Logs {
    private static final String OWN = "ai.stigmer.agentrunner";
    private static final String TEXT = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX,UTC} %-5level %msg%n%ex{full}";
    /** A library's stack trace is of use only to who debugs it. */
    private static final String TEXT_SHORT = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX,UTC} %-5level %logger{0}: %msg%nopex%n";

    private Logs() {}

    static void setUp(Logging logging) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        var isVerbose = logging.level().compareTo(Logging.Level.debug) >= 0;
        var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(isVerbose ? Level.INFO : Level.WARN);
        root.addAppender(appender(context, encoder(context, logging, isVerbose ? TEXT : TEXT_SHORT)));
        var own = context.getLogger(OWN);
        own.setLevel(Level.valueOf(logging.level().name()));
        own.setAdditive(false);
        own.addAppender(appender(context, encoder(context, logging, TEXT)));
        if (logging.level() == Logging.Level.trace) {
            root.setLevel(Level.DEBUG);
        } else {
            // It warns that v1alpha1 is unstable.
            context.getLogger("io.fabric8.kubernetes.client.dsl.internal.VersionUsageUtils")
                    .setLevel(Level.ERROR);
            // Each failed reconcile is told once, by the reconciler.
            context.getLogger("io.javaoperatorsdk.operator.processing.event.EventProcessor")
                    .setLevel(Level.ERROR);
        }
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, Logging logging, String pattern) {
        return switch (logging.format()) {
            case text -> {
                var encoder = new PatternLayoutEncoder();
                encoder.setContext(context);
                encoder.setPattern(pattern);
                encoder.start();
                yield encoder;
            }
            case json -> {
                var encoder = new JsonEncoder();
                encoder.setContext(context);
                encoder.setWithSequenceNumber(false);
                encoder.setWithNanoseconds(false);
                encoder.setWithContext(false);
                encoder.setWithMDC(false);
                encoder.setWithArguments(false);
                encoder.setWithMessage(false);
                encoder.setWithFormattedMessage(true);
                encoder.start();
                yield encoder;
            }
        };
    }

    private static ConsoleAppender<ILoggingEvent> appender(LoggerContext context, Encoder<ILoggingEvent> encoder) {
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setEncoder(new PlainEncoder(encoder));
        appender.start();
        return appender;
    }
}
