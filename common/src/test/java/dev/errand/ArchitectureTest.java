package dev.errand;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which of our packages a package may import. */
@AnalyzeClasses(packages = "dev.errand", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest static final ArchRule job_imports_nothing_of_ours = only("job");

  @ArchTest static final ArchRule tenant_imports_nothing_of_ours = only("tenant");

  @ArchTest static final ArchRule lane_imports_job_at_most = only("lane", "job");

  @ArchTest static final ArchRule database_imports_job_at_most = only("database", "job");

  @ArchTest static final ArchRule process_imports_nothing_of_ours = only("process");

  @ArchTest
  static final ArchRule store_imports_job_tenant_lane_and_database_at_most =
      only("store", "job", "tenant", "lane", "database");

  @ArchTest
  static final ArchRule store_read_imports_job_tenant_and_database_at_most =
      only("store.read", "job", "tenant", "database");

  @ArchTest static final ArchRule the_broker_port_imports_nothing_of_ours = only("broker");

  @ArchTest
  static final ArchRule rabbitmq_imports_the_port_lane_and_process_at_most =
      only("broker.rabbitmq", "broker", "lane", "process");

  @ArchTest
  static final ArchRule postgres_imports_the_port_and_database_at_most =
      only("broker.postgres", "broker", "database");

  @ArchTest
  static final ArchRule packages_are_free_of_cycles =
      slices().matching("dev.errand.(**)").should().beFreeOfCycles().allowEmptyShould(false);

  private static ArchRule only(String importer, String... imported) {
    DescribedPredicate<JavaClass> allowed =
        JavaClass.Predicates.resideOutsideOfPackage("dev.errand..")
            .or(JavaClass.Predicates.resideInAPackage("dev.errand." + importer));
    for (String other : imported) {
      allowed = allowed.or(JavaClass.Predicates.resideInAPackage("dev.errand." + other));
    }
    return classes()
        .that()
        .resideInAPackage("dev.errand." + importer)
        .should()
        .onlyDependOnClassesThat(
            allowed.as("are not ours, or in one of: %s, %s", importer, String.join(", ", imported)))
        .allowEmptyShould(false);
  }
}
