package dev.errand.api;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.core.domain.properties.HasParameterTypes.Predicates.rawParameterTypes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.errand.api.access.Callers;
import dev.errand.api.console.page.ReadsPage;
import dev.errand.api.console.session.Forms;
import dev.errand.api.submit.Submitter;
import dev.errand.tenant.Caller;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.Router;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.POST;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.BasicLogger;

/** Which of the API's packages a package may import. */
@AnalyzeClasses(packages = "dev.errand.api", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String API = "dev.errand.api.";

  /** A package imports only those before it. */
  private static final List<String> ORDER =
      List.of(
          "config",
          "s3",
          "problem",
          "ndjson",
          "http",
          "rate",
          "access",
          "admin",
          "hints",
          "wait",
          "waiting",
          "submit",
          "admit",
          "tenants",
          "keys",
          "jobs",
          "bulk",
          "openai",
          "lists",
          "usage",
          "batch",
          "files",
          "uploads",
          "lanes",
          "operations",
          "dispatch",
          "console.session",
          "console.page",
          "console.jobs",
          "console.failures",
          "console.operations",
          "console.lanes",
          "console.batches",
          "console.usage",
          "console.overview",
          "console.keys",
          "console.audit",
          "console.live");

  @ArchTest
  static void a_package_imports_only_what_stands_above_it(JavaClasses classes) {
    for (int i = 0; i < ORDER.size(); i++) {
      only(ORDER.get(i), ORDER.subList(0, i + 1)).check(classes);
    }
  }

  @ArchTest
  static final ArchRule every_class_is_in_a_package_of_the_order =
      classes().should().resideInAnyPackage(packages(ORDER)).allowEmptyShould(false);

  /** If each filter chooses its own priority, nobody sees the order. */
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

  /**
   * The service's description is a constant, and who signs in is nobody yet; everything else is
   * done for a caller.
   */
  @ArchTest
  static final ArchRule every_operation_asks_who_its_caller_is =
      methods()
          .that()
          .areMetaAnnotatedWith(HttpMethod.class)
          .and()
          .areNotDeclaredIn(API + "http.ServiceResource")
          .and()
          .areNotDeclaredIn(API + "console.session.LoginResource")
          .and()
          .areNotDeclaredIn(API + "console.session.PersonLoginResource")
          .should(call(Callers.class))
          .allowEmptyShould(false);

  /** No other site's page can send a form of the console. */
  @ArchTest
  static final ArchRule every_form_of_the_console_is_checked =
      methods()
          .that()
          .areAnnotatedWith(POST.class)
          .and()
          .areDeclaredInClassesThat()
          .resideInAPackage(API + "console..")
          .should(call(Forms.class))
          .allowEmptyShould(false);

  /** Viewers never keep submissions from the database. */
  @ArchTest
  static final ArchRule every_page_reads_with_a_small_share_of_the_database =
      methods()
          .that()
          .areAnnotatedWith(GET.class)
          .and()
          .areDeclaredInClassesThat()
          .resideInAPackage(API + "console..")
          .and()
          .areDeclaredInClassesThat()
          .resideOutsideOfPackages(API + "console.session", API + "console.live")
          .should()
          .beAnnotatedWith(ReadsPage.class)
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule only_access_makes_callers =
      noClasses()
          .that()
          .resideOutsideOfPackage(API + "access")
          .should()
          .callMethod(Caller.class, "open")
          .allowEmptyShould(false);

  /**
   * Lanes, the models of their providers, workers and why jobs wait belong to no tenant, the ends
   * of jobs are reported by id to clients that have seen the job, and the bytes of files are found
   * by a key that only queries for a caller give out.
   */
  @ArchTest
  static final ArchRule no_store_is_reached_for_a_client_without_its_caller =
      noClasses()
          .that()
          .resideInAnyPackage(
              packages(
                  List.of(
                      "waiting",
                      "jobs",
                      "bulk",
                      "openai",
                      "lists",
                      "batch",
                      "files",
                      "uploads",
                      "lanes",
                      "operations",
                      "console.page",
                      "console.jobs",
                      "console.failures",
                      "console.operations",
                      "console.lanes",
                      "console.batches",
                      "console.usage",
                      "console.overview",
                      "console.keys",
                      "console.audit",
                      "console.live")))
          .should()
          .callMethodWhere(
              target(owner(resideInAPackage("dev.errand.store..")))
                  .and(target(owner(nameMatching(".*(Store|Queries)"))))
                  .and(
                      target(
                          owner(
                              not(
                                  nameMatching(
                                      ".*((Lane|Closure|ModelList|Worker|Wait)(Store|Queries)"
                                          + "|files[.]FileStore)")))))
                  .and(target(not(rawParameterTypes(containing(Caller.class))))))
          .allowEmptyShould(false);

  /** Everything else uses the port, so that files may be anywhere. */
  @ArchTest
  static final ArchRule only_s3_knows_the_aws_sdk =
      noClasses()
          .that()
          .resideOutsideOfPackage(API + "s3")
          .should()
          .dependOnClassesThat(resideInAPackage("software.amazon.awssdk.."))
          .orShould()
          .dependOnClassesThat(resideInAPackage(API + "s3"))
          .allowEmptyShould(false);

  /** Limits of callers are checked on every way in. */
  @ArchTest
  static final ArchRule every_way_to_the_submitter_leads_through_admission =
      noClasses()
          .that()
          .resideOutsideOfPackages(packages(List.of("submit", "admit")))
          .should()
          .dependOnClassesThat(assignableTo(Submitter.class))
          .allowEmptyShould(false);

  /** A custom format would put values into the line unescaped. */
  @ArchTest
  static final ArchRule log_lines_are_written_in_one_grammar =
      noClasses()
          .should()
          .callMethodWhere(
              target(owner(assignableTo(BasicLogger.class)))
                  .and(target(nameMatching("(trace|debug|info|warn|error|fatal|log)[fv]"))))
          .allowEmptyShould(false);

  private static ArchCondition<JavaMethod> call(Class<?> owner) {
    return new ArchCondition<>("call " + owner.getSimpleName()) {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        boolean calls =
            Stream.concat(Stream.of(method), helpersOf(method))
                .flatMap(caller -> caller.getMethodCallsFromSelf().stream())
                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(owner));
        events.add(new SimpleConditionEvent(method, calls, method.getFullName()));
      }
    };
  }

  /** The methods of its own class that a method calls. */
  private static Stream<JavaMethod> helpersOf(JavaMethod method) {
    return method.getMethodCallsFromSelf().stream()
        .filter(call -> call.getTargetOwner().equals(method.getOwner()))
        .flatMap(call -> call.getTarget().resolveMember().stream());
  }

  private static DescribedPredicate<List<JavaClass>> containing(Class<?> type) {
    return DescribedPredicate.describe(
        "containing " + type.getSimpleName(),
        types -> types.stream().anyMatch(parameter -> parameter.isEquivalentTo(type)));
  }

  /** Jobs and whatever else is frequent are SQL in the store (ADR 19). */
  @ArchTest
  static final ArchRule only_what_administers_uses_hibernate =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              API + "admin", API + "batch", API + "keys", API + "lanes", API + "tenants")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "jakarta.persistence..", "org.hibernate..", "io.quarkus.hibernate.orm..")
                  .and(resideOutsideOfPackage("org.hibernate.validator..")))
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
