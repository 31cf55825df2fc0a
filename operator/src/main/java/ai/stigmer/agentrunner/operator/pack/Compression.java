package ai.stigmer.agentrunner.operator.pack;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Compresses objects of one type as JSON. What the first of them says, nearly all say but for names and values: it is
 * the dictionary for the others.
 */
final class Compression<T> {
    /** What DEFLATE can look back (RFC 1951). */
    private static final int WINDOW = 1 << 15;

    private final ObjectMapper json;
    private final Class<T> type;
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private byte @Nullable [] dictionary;

    Compression(ObjectMapper json, Class<T> type) {
        this.json = json;
        this.type = type;
    }

    synchronized byte[] pack(T object) {
        try {
            var text = json.writeValueAsBytes(object);
            deflater.reset();
            deflater.setDictionary(dictionary(text));
            var packed = new ByteArrayOutputStream(text.length / 2);
            try (var out = new DeflaterOutputStream(packed, deflater)) {
                out.write(text);
            }
            return packed.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("what was read as JSON can be written", e);
        }
    }

    T unpack(byte[] packed) {
        var inflater = new Inflater(true);
        inflater.setDictionary(dictionary(packed));
        try (var in = new InflaterInputStream(new ByteArrayInputStream(packed), inflater)) {
            return json.readValue(in, type);
        } catch (IOException e) {
            throw new UncheckedIOException("what was written as JSON can be read", e);
        } finally {
            inflater.end();
        }
    }

    private synchronized byte[] dictionary(byte[] first) {
        var known = dictionary;
        if (known == null) {
            known = Arrays.copyOf(first, Math.min(first.length, WINDOW));
            dictionary = known;
        }
        return known;
    }
}
