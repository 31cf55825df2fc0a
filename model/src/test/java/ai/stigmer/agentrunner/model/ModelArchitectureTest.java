package ai.stigmer.agentrunner.model;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The model is pure: it knows values, and nothing that reaches a cluster, a disk or a clock. */
class ModelArchitectureTest {
    private static final JavaClasses MODEL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("ai.stigmer.agentrunner.model");

    @Test
    void knows_no_client_and_no_operator_framework() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "io.fabric8.kubernetes.client..",
                                "io.javaoperatorsdk..",
                                "ai.stigmer.agentrunner.operator..")
                        .and(not(equivalentTo(CustomResource.class))))
                .because("AgentRunner's base class is the one exception")
                .check(MODEL);
    }

    @Test
    void does_no_input_or_output() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("ai.stigmer.agentrunner.model.build.Entrypoint")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.nio.file..", "java.net..", "org.slf4j..")
                .because("the one exception reads a resource of this module")
                .check(MODEL);
    }

    @Test
    void reads_no_clock() {
        noClasses().should().callMethod(Instant.class, "now").check(MODEL);
        noClasses().should().callMethod(System.class, "currentTimeMillis").check(MODEL);
        noClasses().should().callMethod(System.class, "nanoTime").check(MODEL);
        noClasses().should().dependOnClassesThat(equivalentTo(Clock.class)).check(MODEL);
    }

    @Test
    void asks_for_the_words_of_others_in_one_place() {
        noClasses()
                .that()
                .resideOutsideOfPackage("ai.stigmer.agentrunner.model.text")
                .should()
                .accessTargetWhere(describe(
                        "reads a message",
                        access -> access.getTarget().getName().equals("getMessage")
                                && access.getTargetOwner().getPackageName().startsWith("io.fabric8.")
                                && !access.getTargetOwner().isEquivalentTo(Condition.class)))
                .because("they are cut and cleaned there before anything is looked for in them")
                .check(MODEL);
    }

    @Test
    void patterns_are_constants() {
        noClasses()
                .should()
                .accessTargetWhere(describe(
                        "compiles a pattern each time",
                        access -> access.getTargetOwner().isEquivalentTo(String.class)
                                && Set.of("matches", "replaceAll", "replaceFirst")
                                        .contains(access.getTarget().getName())))
                .because("PatternCostTest looks at constants")
                .check(MODEL);
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching("ai.stigmer.agentrunner.model.(*)..")
                .should()
                .beFreeOfCycles()
                .check(MODEL);
    }

    @Test
    void each_package_says_who_lives_there() throws IOException {
        try (var packages = Files.list(Path.of("src/main/java/ai/stigmer/agentrunner/model"))) {
            org.assertj.core.api.Assertions.assertThat(packages.filter(Files::isDirectory))
                    .isNotEmpty()
                    .allMatch(folder -> Files.exists(folder.resolve("package-info.java")));
        }
    }
}
