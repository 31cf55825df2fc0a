package ai.stigmer.agentrunner.cli.manifest;

import ai.stigmer.agentrunner.cli.Failure;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Files of KEY=VALUE lines, as docker run --env-file reads them: no quotes, a # begins a comment's line. */
public final class EnvFile {

    private EnvFile() {}

    /**
     * Its values by key, in its order.
     *
     * @throws Failure where it can't be read or a line isn't one; the line is named, never quoted
     */
    public static Map<String, String> read(Path file) {
        var values = new LinkedHashMap<String, String>();
        int number = 0;
        for (var line : BoundedFile.text(file, YamlReader.CHARACTERS).lines().toList()) {
            number++;
            var text = line.stripLeading();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            int equals = text.indexOf('=');
            if (equals < 1 || text.substring(0, equals).contains(" ")) {
                throw Failure.invalid(file + ":" + number + ": write KEY=VALUE");
            }
            values.put(text.substring(0, equals), text.substring(equals + 1));
        }
        return values;
    }
}
