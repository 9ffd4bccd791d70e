package dev.errand.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;

/** Which packages a package of the command line may import. */
@AnalyzeClasses(packages = "dev.errand.cli", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String CLI = "dev.errand.cli.";

  /** A package imports only those before it; no verb imports another one. */
  private static final List<String> ORDER = List.of("settings", "output", "service");

  private static final List<String> VERBS = List.of("jobs", "batch", "lanes", "usage", "keys");

  @ArchTest
  static void a_package_imports_only_what_stands_above_it(JavaClasses classes) {
    for (int i = 0; i < ORDER.size(); i++) {
      only(ORDER.get(i), ORDER.subList(0, i)).check(classes);
    }
    VERBS.forEach(verb -> only(verb, ORDER).check(classes));
  }

  private static ArchRule only(String name, List<String> others) {
    return classes()
        .that()
        .resideInAPackage(CLI + name)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            Stream.concat(
                    Stream.concat(others.stream(), Stream.of(name)).map(each -> CLI + each),
                    Stream.of(
                        "dev.errand.client",
                        "java..",
                        "javax.net.ssl",
                        "com.fasterxml.jackson..",
                        "de.siegmar.fastcsv..",
                        "org.jspecify.annotations..",
                        "picocli.."))
                .toArray(String[]::new))
        .allowEmptyShould(false);
  }

  /** So that a command starts in a moment. */
  @ArchTest
  static final ArchRule needs_no_service_and_no_framework =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.errand.cli..",
              "dev.errand.client",
              "java..",
              "javax.net.ssl",
              "com.fasterxml.jackson..",
              "de.siegmar.fastcsv..",
              "org.jspecify.annotations..",
              "picocli..")
          .allowEmptyShould(false);
}
