package ai.stigmer.agentrunner.cli.manifest;

import ai.stigmer.agentrunner.model.spec.Quantities;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What Kubernetes adds to CEL (k8s.io/apiserver/pkg/cel/library), as far as the definition's conditions use it. */
final class KubernetesFunctions {
    private static final CelType QUANTITY = OpaqueType.create("kubernetes.Quantity");

    static final List<CelFunctionDecl> DECLARATIONS = List.of(
            CelFunctionDecl.newFunctionDeclaration(
                    "isQuantity",
                    CelOverloadDecl.newGlobalOverload("is_quantity_string", SimpleType.BOOL, SimpleType.STRING)),
            CelFunctionDecl.newFunctionDeclaration(
                    "quantity", CelOverloadDecl.newGlobalOverload("string_to_quantity", QUANTITY, SimpleType.STRING)),
            CelFunctionDecl.newFunctionDeclaration(
                    "isGreaterThan",
                    CelOverloadDecl.newMemberOverload("quantity_is_greater_than", SimpleType.BOOL, QUANTITY, QUANTITY)),
            CelFunctionDecl.newFunctionDeclaration(
                    "compareTo",
                    CelOverloadDecl.newMemberOverload("quantity_compare_to", SimpleType.INT, QUANTITY, QUANTITY)),
            CelFunctionDecl.newFunctionDeclaration(
                    "sum",
                    CelOverloadDecl.newMemberOverload(
                            "list_int_sum", SimpleType.INT, ListType.create(SimpleType.INT))));

    static final Set<CelFunctionBinding> BINDINGS = Stream.of(
                    bound(
                            "isQuantity",
                            CelFunctionBinding.from("is_quantity_string", String.class, Quantities::isBounded)),
                    bound(
                            "quantity",
                            CelFunctionBinding.from("string_to_quantity", String.class, KubernetesFunctions::quantity)),
                    bound(
                            "isGreaterThan",
                            CelFunctionBinding.from(
                                    "quantity_is_greater_than",
                                    BigDecimal.class,
                                    BigDecimal.class,
                                    (one, other) -> one.compareTo(other) > 0)),
                    bound(
                            "compareTo",
                            CelFunctionBinding.from(
                                    "quantity_compare_to", BigDecimal.class, BigDecimal.class, (one, other) ->
                                            (long) one.compareTo(other))),
                    bound("sum", CelFunctionBinding.from("list_int_sum", List.class, KubernetesFunctions::sum)))
            .flatMap(Set::stream)
            .collect(Collectors.toSet());

    private KubernetesFunctions() {}

    private static Set<CelFunctionBinding> bound(String function, CelFunctionBinding overload) {
        return CelFunctionBinding.fromOverloads(function, overload);
    }

    /** One whose value would take as long to compute as its author likes is none: no condition of the definition takes it. */
    private static BigDecimal quantity(String text) {
        return Quantities.value(text).orElseThrow(() -> new NumberFormatException("no quantity"));
    }

    private static Object sum(List<?> numbers) {
        return numbers.stream().mapToLong(number -> (Long) number).sum();
    }
}
