package dev.errand.api;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.Router;
import java.util.List;

/** Which of the API's packages a package may import. */
@AnalyzeClasses(packages = "dev.errand.api", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String API = "dev.errand.api.";

  /** A package imports only those before it. */
  private static final List<String> ORDER =
      List.of(
          "config",
          "problem",
          "http",
          "access",
          "hints",
          "wait",
          "submit",
          "admit",
          "jobs",
          "bulk",
          "lanes",
          "dispatch");

  @ArchTest
  static void a_package_imports_only_what_stands_above_it(JavaClasses classes) {
    for (int i = 0; i < ORDER.size(); i++) {
      only(ORDER.get(i), ORDER.subList(0, i + 1)).check(classes);
    }
  }

  @ArchTest
  static final ArchRule every_class_is_in_a_package_of_the_order =
      classes().should().resideInAnyPackage(packages(ORDER)).allowEmptyShould(false);

  /** Order among filters that each choose their own place is order that nobody sees. */
  @ArchTest
  static final ArchRule filters_and_failure_handlers_take_their_place_from_http_order =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(API + "http.HttpOrder$Filter")
          .and()
          .doNotHaveFullyQualifiedName(API + "http.HttpOrder$Failure")
          .should()
          .callMethodWhere(
              target(owner(assignableTo(Filters.class).or(assignableTo(Router.class)))))
          .allowEmptyShould(false);

  private static ArchRule only(String importer, List<String> imported) {
    return classes()
        .that()
        .resideInAPackage(API + importer)
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage("dev.errand.api..").or(resideInAnyPackage(packages(imported))))
        .allowEmptyShould(false);
  }

  private static String[] packages(List<String> names) {
    return names.stream().map(API::concat).toArray(String[]::new);
  }
}
