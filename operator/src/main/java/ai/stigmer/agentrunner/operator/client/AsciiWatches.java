package ai.stigmer.agentrunner.operator.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Writes letters beyond ASCII in a watch's JSON as {@code \}{@code uXXXX}. fabric8 7.8's WatchHTTPManager decodes each
 * piece of the stream by itself and takes the decoder's whole array: a letter of several bytes adds a NUL to the text,
 * or is torn in two, and the informer then stops for good. ASCII is the same in both.
 */
final class AsciiWatches implements Interceptor {

    @Override
    public AsyncBody.Consumer<List<ByteBuffer>> consumer(
            AsyncBody.Consumer<List<ByteBuffer>> consumer, HttpRequest request) {
        if (!WatchLiveness.isWatch(request)) {
            return consumer;
        }
        var stream = new Stream();
        return (pieces, body) -> consumer.consume(stream.escape(pieces), body);
    }

    /** One response; a letter may begin in one piece and end in the next. */
    static final class Stream {
        private static final int LONGEST_LETTER = 4;

        private final CharsetDecoder decoder = UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        private ByteBuffer begun = ByteBuffer.allocate(0);

        List<ByteBuffer> escape(List<ByteBuffer> pieces) {
            var escaped = new ArrayList<ByteBuffer>(pieces.size());
            for (var piece : pieces) {
                escaped.add(begun.hasRemaining() || !isAscii(piece) ? escape(piece) : piece);
            }
            return escaped;
        }

        private ByteBuffer escape(ByteBuffer piece) {
            var bytes = ByteBuffer.allocate(begun.remaining() + piece.remaining())
                    .put(begun)
                    .put(piece)
                    .flip();
            var text = CharBuffer.allocate(bytes.remaining());
            decoder.decode(bytes, text, false);
            begun = ByteBuffer.allocate(LONGEST_LETTER).put(bytes).flip();
            return ascii(text.flip());
        }

        private static ByteBuffer ascii(CharBuffer text) {
            var ascii = new StringBuilder(text.remaining() + 64);
            while (text.hasRemaining()) {
                var letter = text.get();
                if (letter < 0x80) {
                    ascii.append(letter);
                } else {
                    ascii.append("\\u").append(hex(letter));
                }
            }
            return UTF_8.encode(CharBuffer.wrap(ascii));
        }

        private static String hex(char letter) {
            return HexFormat.of().toHexDigits(letter);
        }

        private static boolean isAscii(ByteBuffer piece) {
            for (int at = piece.position(); at < piece.limit(); at++) {
                if (piece.get(at) < 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
