package dev.errand.worker.run;

import dev.errand.job.Usage;
import dev.errand.telemetry.Metric;
import dev.errand.worker.config.WorkerConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The metrics of what attempts used: tokens of lanes, attempts and tokens of tenants. */
@ApplicationScoped
class Consumption {

  private final MeterRegistry metrics;
  private final FirstLabels tenants;
  // The registry's own look-up builds and compares tags each time.
  private final Map<String, Tokens> ofLanes = new ConcurrentHashMap<>();
  private final Map<String, Share> ofTenants = new ConcurrentHashMap<>();

  private record Tokens(Counter input, Counter output) {

    static Tokens of(MeterRegistry metrics, Metric metric, String owner) {
      return new Tokens(
          metric.counter(metrics, owner, "input"), metric.counter(metrics, owner, "output"));
    }

    void add(Usage usage) {
      add(input, usage.inputTokens());
      add(output, usage.outputTokens());
    }

    private static void add(Counter counter, @Nullable Long tokens) {
      if (tokens != null) {
        counter.increment(tokens);
      }
    }
  }

  private record Share(Counter attempts, Tokens tokens) {}

  @Inject
  Consumption(MeterRegistry metrics, WorkerConfig config) {
    this.metrics = metrics;
    this.tenants = new FirstLabels(config.metrics().tenants());
  }

  /** Counts an attempt that has ended. */
  void ended(String lane, String tenant, Usage usage) {
    ofLanes.computeIfAbsent(lane, it -> Tokens.of(metrics, Metric.TOKENS, it)).add(usage);
    Share share = ofTenants.computeIfAbsent(tenants.of(tenant), this::share);
    share.attempts().increment();
    share.tokens().add(usage);
  }

  private Share share(String label) {
    return new Share(
        Metric.TENANT_ATTEMPTS.counter(metrics, label),
        Tokens.of(metrics, Metric.TENANT_TOKENS, label));
  }
}
