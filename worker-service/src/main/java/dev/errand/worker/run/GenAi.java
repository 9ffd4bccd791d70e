package dev.errand.worker.run;

import dev.errand.job.Endpoint;
import dev.errand.job.Failure;
import dev.errand.job.Usage;
import dev.errand.lane.Lane;
import dev.errand.lane.Lanes;
import dev.errand.price.Prices;
import dev.errand.store.AttemptEnd;
import dev.errand.store.ClaimedJob;
import dev.errand.telemetry.Metric;
import dev.errand.worker.config.WorkerConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of calls by model: what they cost, and those that OpenTelemetry's <a
 * href="https://github.com/open-telemetry/semantic-conventions/blob/v1.41.0/docs/gen-ai/gen-ai-metrics.md">semantic
 * conventions for generative AI</a> name, and its names of operations.
 */
@ApplicationScoped
class GenAi {

  private final MeterRegistry metrics;
  private final Lanes lanes;
  private final Optional<String> currency;
  private final FirstLabels models;
  // The registry's own look-up builds and compares tags each time.
  private final Map<Called, Timer> durations = new ConcurrentHashMap<>();
  private final Map<Called, DistributionSummary> tokens = new ConcurrentHashMap<>();
  private final Map<Priced, Counter> costs = new ConcurrentHashMap<>();

  /**
   * The labels of a meter.
   *
   * @param detail the type of error, empty if there was none; or the type of tokens
   */
  private record Called(String operation, String provider, String model, String detail) {}

  /** The labels of a cost. */
  private record Priced(String currency, String provider, String model) {}

  @Inject
  GenAi(MeterRegistry metrics, Lanes lanes, Prices prices, WorkerConfig config) {
    this.metrics = metrics;
    this.lanes = lanes;
    this.currency = prices.currency();
    this.models = new FirstLabels(config.metrics().models());
  }

  /** The {@code gen_ai.operation.name} of calls of the endpoint. */
  static String operation(Endpoint endpoint) {
    return switch (endpoint) {
      case CHAT_COMPLETIONS, RESPONSES -> "chat";
      case EMBEDDINGS -> "embeddings";
      case COMPLETIONS -> "text_completion";
    };
  }

  /** Counts a call that has ended. */
  void ended(ClaimedJob job, AttemptEnd end, Duration took) {
    String operation = operation(job.endpoint());
    String provider = lanes.named(job.lane()).map(Lane::provider).orElse(job.lane());
    String model = models.of(job.model());
    Failure failure = end.failure();
    String error = failure == null ? "" : failure.type().text();
    durations
        .computeIfAbsent(new Called(operation, provider, model, error), this::duration)
        .record(took);
    Usage usage = end.call().usage();
    add(usage.inputTokens(), new Called(operation, provider, model, "input"));
    add(usage.outputTokens(), new Called(operation, provider, model, "output"));
    BigDecimal cost = end.call().cost();
    if (cost != null) {
      currency.ifPresent(in -> add(cost, new Priced(in, provider, model)));
    }
  }

  private void add(BigDecimal cost, Priced priced) {
    costs.computeIfAbsent(priced, this::cost).increment(cost.doubleValue());
  }

  private void add(@Nullable Long count, Called called) {
    if (count != null) {
      tokens.computeIfAbsent(called, this::tokens).record(count);
    }
  }

  private Timer duration(Called called) {
    return Metric.GEN_AI_DURATION.timer(
        metrics, called.operation(), called.provider(), called.model(), called.detail());
  }

  private Counter cost(Priced priced) {
    return Metric.COST.counter(metrics, priced.currency(), priced.provider(), priced.model());
  }

  private DistributionSummary tokens(Called called) {
    return Metric.GEN_AI_TOKENS.summary(
        metrics, called.operation(), called.provider(), called.model(), called.detail());
  }
}
