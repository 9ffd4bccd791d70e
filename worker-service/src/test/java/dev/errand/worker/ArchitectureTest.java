package dev.errand.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;

@AnalyzeClasses(
    packages = "dev.errand.worker",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule a_package_imports_only_what_stands_before_it =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("config")
          .definedBy("dev.errand.worker.config..")
          .layer("target")
          .definedBy("dev.errand.worker.target..")
          .layer("answer")
          .definedBy("dev.errand.worker.answer..")
          .layer("http")
          .definedBy("dev.errand.worker.http..")
          .layer("outcome")
          .definedBy("dev.errand.worker.outcome..")
          .layer("flow")
          .definedBy("dev.errand.worker.flow..")
          .layer("llm")
          .definedBy("dev.errand.worker.llm..")
          .layer("models")
          .definedBy("dev.errand.worker.models..")
          .layer("run")
          .definedBy("dev.errand.worker.run..")
          .layer("consume")
          .definedBy("dev.errand.worker.consume..")
          .whereLayer("config")
          .mayNotAccessAnyLayer()
          .whereLayer("target")
          .mayOnlyAccessLayers("config")
          .whereLayer("answer")
          .mayNotAccessAnyLayer()
          .whereLayer("http")
          .mayOnlyAccessLayers("config")
          .whereLayer("outcome")
          .mayOnlyAccessLayers("target", "answer", "http")
          .whereLayer("flow")
          .mayOnlyAccessLayers("config", "target", "outcome")
          .whereLayer("llm")
          .mayOnlyAccessLayers("config", "target", "http", "outcome", "flow")
          .whereLayer("models")
          .mayOnlyAccessLayers("config", "target", "http", "llm")
          .whereLayer("run")
          .mayOnlyAccessLayers("config", "http", "outcome", "flow", "llm")
          .whereLayer("consume")
          .mayOnlyAccessLayers("config", "http", "outcome", "flow", "llm", "run");

  @ArchTest
  static final ArchRule packages_have_no_cycles =
      slices().matching("dev.errand.worker.(*)..").should().beFreeOfCycles();

  /**
   * Only the API service administers: Hibernate would cost each worker memory and start-up time.
   */
  @ArchTest
  static void workers_are_built_without_hibernate(JavaClasses classes) {
    assertThrows(ClassNotFoundException.class, () -> Class.forName("org.hibernate.Session"));
  }

  /** A wrong clock must have no effect: times are the database's, durations those of nanoTime. */
  @ArchTest
  static final ArchRule nobody_reads_this_machines_clock =
      noClasses()
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(OffsetDateTime.class, "now")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(InstantSource.class, "system");
}
