package ai.stigmer.agentrunner.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.stigmer.agentrunner.model.text.PlainText;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;

/** Writes lines of a log as another encoder does, without what a terminal would act on: traces quote the words of others. */
final class PlainEncoder extends EncoderBase<ILoggingEvent> {
    private final Encoder<ILoggingEvent> encoder;

    PlainEncoder(Encoder<ILoggingEvent> encoder) {
        this.encoder = encoder;
    }

    @Override
    public byte[] headerBytes() {
        return encoder.headerBytes();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return PlainText.of(new String(encoder.encode(event), UTF_8)).getBytes(UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return encoder.footerBytes();
    }
}
