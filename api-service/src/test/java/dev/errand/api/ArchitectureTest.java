package dev.errand.api;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which of the API's packages a package may import. */
@AnalyzeClasses(packages = "dev.errand.api", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String API = "dev.errand.api.";

  @ArchTest static final ArchRule config_imports_none = only("config");

  @ArchTest static final ArchRule submit_imports_config = only("submit", "config");

  @ArchTest
  static final ArchRule dispatch_imports_config_and_submit = only("dispatch", "config", "submit");

  @ArchTest static final ArchRule wait_imports_config = only("wait", "config");

  @ArchTest static final ArchRule rest_does_not_dispatch = only("rest", "config", "submit", "wait");

  @ArchTest
  static final ArchRule packages_are_free_of_cycles =
      slices().matching(API + "(*)..").should().beFreeOfCycles().allowEmptyShould(false);

  private static ArchRule only(String importer, String... imported) {
    String[] allowed = new String[imported.length + 1];
    allowed[0] = API + importer;
    for (int i = 0; i < imported.length; i++) {
      allowed[i + 1] = API + imported[i];
    }
    return classes()
        .that()
        .resideInAPackage(API + importer)
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage("dev.errand.api..").or(resideInAnyPackage(allowed)))
        .allowEmptyShould(false);
  }
}
