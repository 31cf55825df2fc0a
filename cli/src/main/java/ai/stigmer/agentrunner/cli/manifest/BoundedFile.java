package ai.stigmer.agentrunner.cli.manifest;

import ai.stigmer.agentrunner.cli.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that somebody names, read as far as they can make sense: some have no end, e.g. /dev/zero. */
public final class BoundedFile {
    private static final int MEBIBYTE = 1024 * 1024;

    private BoundedFile() {}

    /**
     * All of it.
     *
     * @param most bytes, whole MiB
     * @throws Failure where it has more, or can't be read
     */
    public static byte[] bytes(Path file, int most) {
        try (var stream = Files.newInputStream(file)) {
            var bytes = stream.readNBytes(most + 1);
            if (bytes.length > most) {
                throw Failure.invalid(file + " has more than " + most / MEBIBYTE + " MiB, which is too much here");
            }
            return bytes;
        } catch (IOException e) {
            throw Failure.invalid(file + " can't be read: is it there, and may you read it?");
        }
    }

    /**
     * All of it as text.
     *
     * @param most bytes, whole MiB
     * @throws Failure where it has more, can't be read or is no text in UTF-8
     */
    public static String text(Path file, int most) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(file, most)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Failure.invalid(file + ": this is no text in UTF-8");
        }
    }
}
