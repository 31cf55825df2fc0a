package ai.stigmer.agentrunner.operator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import org.junit.jupiter.api.Test;

class PlainEncoderTest {
    private final LoggerContext context = new LoggerContext();

    @Test
    void a_line_and_its_trace_are_plain() {
        var encoder = new PatternLayoutEncoder();
        encoder.setPattern("%msg%n%ex{short}");
        assertThat(encode(encoder)).isEqualTo("agents/demo: red\njava.lang.IllegalStateException: up\n");
    }

    @Test
    void so_is_json() {
        var json = new JsonEncoder();
        json.setWithMDC(false);
        assertThat(encode(json)).contains("demo: red").endsWith("}\n").doesNotContain("\u202e", "\u009b");
    }

    private String encode(Encoder<ILoggingEvent> encoder) {
        encoder.setContext(context);
        encoder.start();
        var problem = new IllegalStateException("\u001b[2Ju\u202ep");
        problem.setStackTrace(new StackTraceElement[0]);
        var event = new LoggingEvent(
                "x", context.getLogger("x"), Level.WARN, "agents/demo: \u009b31m\u202ered", problem, new Object[0]);
        return new String(new PlainEncoder(encoder).encode(event), UTF_8);
    }
}
