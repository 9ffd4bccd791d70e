package dev.errand;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jboss.logging.BasicLogger;

/** Which of our packages a package may import. */
@AnalyzeClasses(packages = "dev.errand", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest static final ArchRule job_imports_nothing_of_ours = only("job");

  @ArchTest static final ArchRule tenant_imports_nothing_of_ours = only("tenant");

  @ArchTest static final ArchRule lane_imports_job_at_most = only("lane", "job");

  @ArchTest static final ArchRule price_imports_job_and_lane_at_most = only("price", "job", "lane");

  @ArchTest
  static final ArchRule database_imports_job_telemetry_and_text_at_most =
      only("database", "job", "telemetry", "text");

  @ArchTest static final ArchRule text_imports_nothing_of_ours = only("text");

  @ArchTest static final ArchRule telemetry_imports_nothing_of_ours = only("telemetry");

  @ArchTest static final ArchRule process_imports_telemetry_at_most = only("process", "telemetry");

  @ArchTest
  static final ArchRule store_imports_job_tenant_lane_database_and_telemetry_at_most =
      only("store", "job", "tenant", "lane", "database", "telemetry");

  @ArchTest
  static final ArchRule store_read_imports_job_tenant_lane_and_database_at_most =
      only("store.read", "job", "tenant", "lane", "database");

  @ArchTest
  static final ArchRule store_content_imports_job_tenant_and_database_at_most =
      only("store.content", "job", "tenant", "database");

  @ArchTest
  static final ArchRule store_failures_imports_tenant_and_database_at_most =
      only("store.failures", "tenant", "database");

  @ArchTest
  static final ArchRule store_models_imports_database_at_most = only("store.models", "database");

  @ArchTest
  static final ArchRule store_batch_imports_store_job_tenant_database_and_text_at_most =
      only("store.batch", "store", "job", "tenant", "database", "text");

  @ArchTest
  static final ArchRule store_files_imports_store_batch_tenant_database_and_text_at_most =
      only("store.files", "store.batch", "tenant", "database", "text");

  @ArchTest
  static final ArchRule store_operation_imports_store_job_tenant_and_database_at_most =
      only("store.operation", "store", "job", "tenant", "database");

  @ArchTest
  static final ArchRule store_usage_imports_store_tenant_and_database_at_most =
      only("store.usage", "store", "tenant", "database");

  @ArchTest
  static final ArchRule store_depth_imports_tenant_and_database_at_most =
      only("store.depth", "tenant", "database");

  @ArchTest
  static final ArchRule the_broker_port_imports_telemetry_at_most = only("broker", "telemetry");

  @ArchTest
  static final ArchRule rabbitmq_imports_the_port_its_endpoint_lane_and_telemetry_at_most =
      only("broker.rabbitmq", "broker", "broker.rabbitmq.endpoint", "lane", "telemetry");

  @ArchTest
  static final ArchRule the_endpoint_of_rabbitmq_imports_process_at_most =
      only("broker.rabbitmq.endpoint", "process");

  @ArchTest
  static final ArchRule postgres_imports_the_port_and_database_at_most =
      only("broker.postgres", "broker", "database");

  /** A custom format would put values into the line unescaped. */
  @ArchTest
  static final ArchRule log_lines_are_written_in_one_grammar =
      noClasses()
          .should()
          .callMethodWhere(
              target(owner(assignableTo(BasicLogger.class)))
                  .and(target(nameMatching("(trace|debug|info|warn|error|fatal|log)[fv]"))))
          .allowEmptyShould(false);

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
