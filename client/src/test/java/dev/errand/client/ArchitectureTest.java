package dev.errand.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.errand.client", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  /** So that it can be used everywhere, without a service's libraries. */
  @ArchTest
  static final ArchRule needsJacksonAndNothingElse =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.errand.client",
              "java..",
              "com.fasterxml.jackson..",
              "org.jspecify.annotations..");
}
