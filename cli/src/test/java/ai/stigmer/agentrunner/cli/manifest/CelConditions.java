package ai.stigmer.agentrunner.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Evaluates the CustomResourceDefinition's conditions as they stand in it, with the functions that Kubernetes adds. */
final class CelConditions {
    /**
     * Steps of a condition over lists and fields. The API server counts costs, and takes no definition whose conditions could
     * exceed them within the limits that it sets to lists and texts; this is above all of those.
     */
    private static final int ITERATIONS = 1_000_000;

    private static final CelOptions OPTIONS = CelOptions.current()
            .comprehensionMaxIterations(ITERATIONS)
            .enableHeterogeneousNumericComparisons(true)
            .build();

    private static final Pattern OLD_SELF = Pattern.compile("\\boldSelf\\b");

    private final CelCompiler compiler = CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("self", SimpleType.DYN)
            .addVar("oldSelf", SimpleType.DYN)
            .addFunctionDeclarations(KubernetesFunctions.DECLARATIONS)
            .build();

    private final CelRuntime runtime = CelRuntimeFactory.plannerRuntimeBuilder()
            .setOptions(OPTIONS)
            .addFunctionBindings(KubernetesFunctions.BINDINGS)
            .build();

    private final Map<String, Optional<CelRuntime.Program>> programs = new ConcurrentHashMap<>();

    /**
     * Whether a condition holds of a value. One about a former version of the object holds for any.
     *
     * @param rule as the definition has it
     * @param schema of the value
     */
    boolean holds(String rule, JsonNode self, JsonNode schema) {
        var program = programs.computeIfAbsent(rule, this::program);
        try {
            return program.isEmpty()
                    || Boolean.TRUE.equals(program.get().eval(Map.of("self", CelValue.of(self, schema))));
        } catch (CelEvaluationException e) {
            // The API server refuses what it can't evaluate.
            return false;
        }
    }

    /**
     * Empty: it compares with what was there before, and nothing was.
     *
     * @throws IllegalArgumentException where it is no condition that is known here
     */
    private Optional<CelRuntime.Program> program(String rule) {
        return OLD_SELF.matcher(rule).find() ? Optional.empty() : Optional.of(compile(rule));
    }

    private CelRuntime.Program compile(String rule) {
        try {
            return runtime.createProgram(compiler.compile(rule).getAst());
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalArgumentException(rule + ": " + e.getMessage(), e);
        }
    }
}
