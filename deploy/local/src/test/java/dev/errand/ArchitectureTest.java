package dev.errand;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The simulator stands alone; the launcher may start it, but never runs a service's code. */
@AnalyzeClasses(packages = "dev.errand", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule simulator_imports_nothing_of_ours =
      noClasses()
          .that()
          .resideInAPackage("dev.errand.simulator..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.errand.local..")
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule answers_of_the_simulator_know_no_server =
      noClasses()
          .that()
          .resideInAPackage("dev.errand.simulator.answer")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.errand.simulator")
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule faults_of_the_simulator_know_neither_answers_nor_the_server =
      noClasses()
          .that()
          .resideInAPackage("dev.errand.simulator.fault")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.errand.simulator", "dev.errand.simulator.answer")
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule a_plan_starts_nothing =
      noClasses()
          .that()
          .resideInAPackage("dev.errand.local.plan")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.errand.local", "dev.errand.local.part")
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule packages_are_free_of_cycles =
      slices().matching("dev.errand.(**)").should().beFreeOfCycles().allowEmptyShould(false);
}
