package ai.stigmer.agentrunner.operator.apply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RunnerLogTest {

    @Test
    void a_change_is_one_line_of_text_and_has_fields_to_filter_by() {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        var appender = new ListAppender<ILoggingEvent>();
        appender.start();
        var logger = context.getLogger(RunnerLogTest.class);
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
        logger.addAppender(appender);

        new RunnerLog(logger)
                .changed(
                        EventRecorderTest.runner("1"),
                        "created",
                        new DeploymentBuilder()
                                .withNewMetadata()
                                .withName("demo")
                                .endMetadata()
                                .build(),
                        "there was none");

        var line = appender.list.getFirst();
        assertThat(line.getFormattedMessage()).isEqualTo("here/demo: created Deployment demo: there was none");
        var encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.start();
        assertThat(new String(encoder.encode(line), UTF_8))
                .contains("{\"namespace\":\"here\"}")
                .contains("{\"name\":\"demo\"}")
                .contains("{\"kind\":\"Deployment\"}")
                .contains("{\"object\":\"demo\"}");
    }
}
