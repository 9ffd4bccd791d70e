package dev.errand.bench;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.errand.bench", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule packagesImportOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("command")
          .definedBy("dev.errand.bench")
          .layer("batch")
          .definedBy("dev.errand.bench.batch")
          .layer("scenario")
          .definedBy("dev.errand.bench.scenario")
          .layer("stage")
          .definedBy("dev.errand.bench.stage")
          .layer("report")
          .definedBy("dev.errand.bench.report")
          .whereLayer("command")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("batch")
          .mayOnlyBeAccessedByLayers("command")
          .whereLayer("scenario")
          .mayOnlyBeAccessedByLayers("batch", "command")
          .whereLayer("stage")
          .mayOnlyBeAccessedByLayers("batch", "scenario", "command")
          .whereLayer("report")
          .mayOnlyBeAccessedByLayers("batch", "scenario", "command");
}
