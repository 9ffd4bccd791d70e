package dev.errand.rig;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.errand.rig", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  /** So that the tests of every module can use it. */
  @ArchTest
  static final ArchRule needsNothingElseOfErrand =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.errand.rig..", "java..", "com.rabbitmq.client..", "com.fasterxml.jackson..");
}
