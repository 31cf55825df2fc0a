package ai.stigmer.agentrunner.cli.commands;

import ai.stigmer.agentrunner.cli.runtime.RuntimeKind;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads docker or podman. */
final class RuntimeKindConverter implements ITypeConverter<RuntimeKind> {

    @Override
    public RuntimeKind convert(String value) {
        return Arrays.stream(RuntimeKind.values())
                .filter(kind -> kind.toString().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("write docker or podman instead of " + value));
    }
}
