package dev.errand.chart;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.errand.telemetry.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The catalogue of metrics is exactly what the services register. */
@AnalyzeClasses(packages = "dev.errand", importOptions = ImportOption.DoNotIncludeTests.class)
class MetricsTest {

  @ArchTest
  static final ArchRule nobody_else_registers_meters =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.errand.telemetry")
          .should()
          .callMethodWhere(target(owner(assignableTo(MeterRegistry.class))))
          .orShould()
          .callMethodWhere(
              target(owner(resideInAPackage("io.micrometer.."))).and(target(name("builder"))))
          .allowEmptyShould(false);

  @ArchTest
  static void everyMetricIsRegisteredSomewhere(JavaClasses classes) {
    JavaClass catalogue = classes.get(Metric.class);
    for (Metric metric : Metric.values()) {
      assertTrue(
          catalogue.getField(metric.name()).getAccessesToSelf().stream()
              .anyMatch(access -> !access.getOriginOwner().equals(catalogue)),
          () -> metric + " is used nowhere");
    }
  }

  @Test
  void prometheusGetsTheNamesThatItsConventionsAskFor() {
    Map<String, ?> names = Metrics.exposed();

    Stream.of(
            "errand_attempts_seconds_bucket",
            "errand_attempts_seconds_count",
            "errand_attempts_seconds_sum",
            "errand_attempts_seconds_max",
            "errand_broker_unused_seconds",
            "errand_jobs_submitted_total",
            "errand_hints_topped_up_total",
            "errand_lane_held_back",
            "http_server_requests_seconds_count",
            "jvm_memory_used_bytes")
        .forEach(
            name -> assertTrue(names.containsKey(name), name + " is not of " + names.keySet()));
  }
}
