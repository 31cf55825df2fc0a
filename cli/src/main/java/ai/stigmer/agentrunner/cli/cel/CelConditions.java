package ai.stigmer.agentrunner.cli.cel;

import ai.stigmer.agentrunner.cli.manifest.Conditions;
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
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Evaluates each condition from its text. For several threads. */
public final class CelConditions implements Conditions {
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

    @Override
    public Predicate<String> of(JsonNode schema, JsonNode self) {
        var variables = Map.of("self", CelValue.of(self, schema));
        return rule -> holds(rule, variables);
    }

    private boolean holds(String rule, Map<String, Object> variables) {
        var program = programs.computeIfAbsent(rule, this::program);
        try {
            return program.isEmpty() || Boolean.TRUE.equals(program.get().eval(variables));
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
