package ai.stigmer.agentrunner.operator.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class AsciiWatchesTest {
    private static final String EVENT = "{\"text\":\"Grüße – 漢字 \uD83D\uDE80 and \\u00e4\"}\n";

    @Test
    void what_is_read_is_what_was_sent_wherever_the_stream_is_cut() throws JsonProcessingException {
        var bytes = EVENT.getBytes(UTF_8);
        for (int cut = 0; cut <= bytes.length; cut++) {
            for (int next = cut; next <= bytes.length; next += 3) {
                var stream = new AsciiWatches.Stream();
                var text = read(stream.escape(List.of(
                                ByteBuffer.wrap(bytes, 0, cut).slice(),
                                ByteBuffer.wrap(bytes, cut, next - cut).slice())))
                        + read(stream.escape(List.of(ByteBuffer.wrap(bytes, next, bytes.length - next)
                                .slice())));
                assertThat(new ObjectMapper().readTree(text)).isEqualTo(new ObjectMapper().readTree(EVENT));
            }
        }
    }

    @Test
    void ascii_passes_as_it_is() {
        var piece = ByteBuffer.wrap("{}\n".getBytes(UTF_8));
        assertThat(new AsciiWatches.Stream().escape(List.of(piece)).get(0)).isSameAs(piece);
    }

    /** As the client does: each piece by itself, and the whole array. */
    private static String read(List<ByteBuffer> pieces) {
        var text = new StringBuilder();
        for (var piece : pieces) {
            text.append(UTF_8.decode(piece).array());
        }
        return text.toString();
    }
}
