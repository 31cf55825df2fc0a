package ai.stigmer.agentrunner.crd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the generated files into a checkout: {@code make generate}. */
public final class Generate {
    private Generate() {}

    /**
     * @param arguments one: the root of the checkout
     * @throws IOException when a file can't be read or written
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("name the root of the checkout, or run make generate");
            System.exit(2);
        }
        var checkout = Path.of(arguments[0]);
        for (var file : GeneratedFiles.of(checkout).entrySet()) {
            Files.writeString(checkout.resolve(file.getKey()), file.getValue());
        }
    }
}
