package ai.stigmer.agentrunner.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import ai.stigmer.agentrunner.cli.container.OperatorModel;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.fabric8.kubernetes.client.CustomResource;
import org.junit.jupiter.api.Test;

/** Who may know whom. */
class CliArchitectureTest {
    private static final JavaClasses CLI = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("ai.stigmer.agentrunner.cli");

    @Test
    void knows_no_operator() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.javaoperatorsdk..", "ai.stigmer.agentrunner.operator.."))
                .check(CLI);
    }

    @Test
    void the_kubernetes_client_stays_behind_its_package_and_is_loaded_to_compare_alone() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..cli.cluster..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.fabric8.kubernetes.client..")
                        .and(not(equivalentTo(CustomResource.class))))
                .because("AgentRunner's base class is the one exception")
                .check(CLI);
        noClasses()
                .that()
                .doNotHaveSimpleName("DiffCommand")
                .and()
                .resideOutsideOfPackage("..cli.cluster..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..cli.cluster..")
                .check(CLI);
    }

    @Test
    void the_kubernetes_client_only_reads() {
        noClasses()
                .that()
                .resideInAPackage("..cli.cluster..")
                .should()
                .callMethodWhere(
                        target(nameMatching("create|update|patch|replace|delete|edit|serverSideApply|resource"))
                                .and(target(owner(resideInAPackage("io.fabric8.kubernetes.client..")))))
                .check(CLI);
    }

    @Test
    void what_is_compared_is_pure() {
        noClasses()
                .that()
                .resideInAPackage("..cli.diff..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "java.nio.file..", "java.net.http..", "..cli.cluster..", "..cli.runtime..", "..cli.commands.."))
                .check(CLI);
    }

    @Test
    void the_mapping_to_a_container_is_pure() {
        noClasses()
                .that()
                .resideInAPackage("..cli.container")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "java.nio.file..",
                        "java.net..",
                        "com.github.dockerjava..",
                        "..cli.runtime..",
                        "..cli.commands.."))
                .check(CLI);
    }

    @Test
    void the_planner_is_asked_in_one_place() {
        noClasses()
                .that(not(equivalentTo(OperatorModel.class))
                        .and(not(resideInAPackage("ai.stigmer.agentrunner.model.."))))
                .and()
                .haveNameNotMatching(".*OperatorModel[$].*")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.stigmer.agentrunner.model.plan..", "ai.stigmer.agentrunner.model.status..")
                .check(CLI);
    }

    @Test
    void the_runtimes_client_stays_behind_its_package() {
        noClasses()
                .that()
                .resideInAnyPackage("..cli.manifest..", "..cli.output..", "..cli.container..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.github.dockerjava..")
                .check(CLI);
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching("ai.stigmer.agentrunner.cli.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLI);
    }
}
