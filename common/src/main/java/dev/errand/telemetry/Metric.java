package dev.errand.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Every metric of Errand: meters are registered only through these constants, and tests compare
 * docs/reference/metrics.md, the alerts and the dashboard with them.
 */
public enum Metric {
  API_WAITING(
      "errand.api.waiting",
      MetricKind.GAUGE,
      "requests",
      "requests that wait for a job (Prefer: wait)"),
  ATTEMPTS(
      "errand.attempts",
      MetricKind.TIMER,
      "seconds",
      "attempts, from the call's start to its end",
      "lane",
      "outcome"),
  BROKER_CONNECTED(
      "errand.broker.connected",
      MetricKind.GAUGE,
      "0 or 1",
      "whether the broker is in use, by publish or consume",
      "side"),
  BROKER_UNUSED(
      "errand.broker.unused",
      MetricKind.GAUGE,
      "seconds",
      "how long the broker has been out of use",
      "side"),
  COST(
      "errand.cost",
      MetricKind.COUNTER,
      "currency",
      "what calls cost at the configured prices, in errand.currency; of models beyond "
          + "errand.worker.metrics.models: _other",
      "currency",
      "gen_ai.provider.name",
      "gen_ai.request.model"),
  DATABASE_USABLE(
      "errand.database.usable",
      MetricKind.GAUGE,
      "0 or 1",
      "whether the service can use the database"),
  HINTS_DROPPED(
      "errand.hints.dropped",
      MetricKind.COUNTER,
      "jobs",
      "jobs whose hints did not fit the queue (errand.api.hints.queue) and are left to the "
          + "dispatcher"),
  HINTS_INVALID(
      "errand.hints.invalid",
      MetricKind.COUNTER,
      "messages",
      "messages from the broker that are not hints"),
  HINTS_MESSAGES_PUBLISHED(
      "errand.hints.messages.published",
      MetricKind.COUNTER,
      "messages",
      "messages that the broker has accepted",
      "broker"),
  HINTS_MESSAGES_RECEIVED(
      "errand.hints.messages.received",
      MetricKind.COUNTER,
      "messages",
      "messages received from the broker"),
  HINTS_PUBLISHED(
      "errand.hints.published",
      MetricKind.COUNTER,
      "jobs",
      "jobs whose hints the broker has accepted",
      "broker"),
  HINTS_RECEIVED(
      "errand.hints.received",
      MetricKind.COUNTER,
      "jobs",
      "jobs whose hints were received from the broker"),
  HINTS_TOPPED_UP(
      "errand.hints.topped.up",
      MetricKind.COUNTER,
      "jobs",
      "jobs whose hints the dispatcher has sent again",
      "pool"),
  HINTS_WITHHELD(
      "errand.hints.withheld",
      MetricKind.COUNTER,
      "jobs",
      "jobs whose hints were not sent because the broker holds enough for their pool "
          + "(errand.api.dispatch.window)"),
  JOBS_DISPATCHED(
      "errand.jobs.dispatched",
      MetricKind.COUNTER,
      "jobs",
      "jobs that the dispatcher has moved",
      "move"),
  JOBS_SUBMITTED(
      "errand.jobs.submitted", MetricKind.COUNTER, "jobs", "accepted jobs", "lane", "endpoint"),
  JOBS_WAITED(
      "errand.jobs.waited",
      MetricKind.TIMER,
      "seconds",
      "how long a job had been runnable when an attempt began",
      "lane"),
  LANE_CLOSURES(
      "errand.lane.closures",
      MetricKind.COUNTER,
      "closures",
      "closures of a model or a lane: rate, daily, loading, overloaded, account",
      "lane",
      "reason"),
  LANE_HELD_BACK(
      "errand.lane.held_back",
      MetricKind.GAUGE,
      "0 or 1",
      "whether this worker holds the lane back",
      "lane"),
  LANE_OLDEST_QUEUED(
      "errand.lane.oldest_queued",
      MetricKind.GAUGE,
      "seconds",
      "how long the oldest queued job has been runnable",
      "lane"),
  LANE_QUEUED(
      "errand.lane.queued",
      MetricKind.GAUGE,
      "jobs",
      "queued jobs, up to 100,000. Every API service measures this: use the highest value, not "
          + "the sum",
      "lane"),
  LANE_RUNNING(
      "errand.lane.running",
      MetricKind.GAUGE,
      "jobs",
      "running jobs; measured in the same way",
      "lane"),
  PROVIDER_ANSWERS(
      "errand.provider.answers",
      MetricKind.GAUGE,
      "0 or 1",
      "whether the provider answered the last request for its models; NaN before the first",
      "provider"),
  PROVIDER_KEYS_HELD(
      "errand.provider.keys.held",
      MetricKind.GAUGE,
      "keys",
      "keys that this worker holds back",
      "provider"),
  PROVIDER_MODELS_ASKED(
      "errand.provider.models.asked",
      MetricKind.COUNTER,
      "requests",
      "this worker's requests for the provider's list of models, by result",
      "provider",
      "result"),
  SUBMISSIONS_REJECTED(
      "errand.submissions.rejected",
      MetricKind.COUNTER,
      "submissions",
      "rejected submissions, by type of problem",
      "reason"),
  TENANT_ATTEMPTS(
      "errand.tenant.attempts",
      MetricKind.COUNTER,
      "attempts",
      "attempts that have ended, by tenant; of tenants beyond errand.worker.metrics.tenants: _other",
      "tenant"),
  TENANT_TOKENS(
      "errand.tenant.tokens",
      MetricKind.COUNTER,
      "tokens",
      "tokens that providers have reported, input or output, by tenant as above",
      "tenant",
      "direction"),
  TOKENS(
      "errand.tokens",
      MetricKind.COUNTER,
      "tokens",
      "tokens that providers have reported, input or output",
      "lane",
      "direction"),
  WORKER_CALLS("errand.worker.calls", MetricKind.GAUGE, "calls", "calls in flight"),
  WORKER_MEMORY(
      "errand.worker.memory",
      MetricKind.GAUGE,
      "bytes",
      "requests not yet sent and answers not yet recorded"),
  WORKER_RUNNING(
      "errand.worker.running",
      MetricKind.GAUGE,
      "jobs",
      "jobs in hand: calls in flight and outcomes being recorded"),
  GEN_AI_DURATION(
      "gen_ai.client.operation.duration",
      MetricKind.TIMER,
      "seconds",
      "calls, by OpenTelemetry's conventions; of models beyond errand.worker.metrics.models: "
          + "_other",
      "gen_ai.operation.name",
      "gen_ai.provider.name",
      "gen_ai.request.model",
      "error.type"),
  GEN_AI_TOKENS(
      "gen_ai.client.token.usage",
      MetricKind.SUMMARY,
      "tokens",
      "tokens of a call, input or output, by the same conventions",
      "gen_ai.operation.name",
      "gen_ai.provider.name",
      "gen_ai.request.model",
      "gen_ai.token.type");

  /** From a fast model's answer to the longest that an attempt usually may take. */
  private static final Duration[] BUCKETS =
      DoubleStream.of(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800)
          .mapToObj(seconds -> Duration.ofMillis(Math.round(seconds * 1000)))
          .toArray(Duration[]::new);

  /** Those of OpenTelemetry's {@code gen_ai.client.token.usage}: 1 to 4^13. */
  private static final double[] AMOUNTS =
      LongStream.iterate(1, amount -> amount * 4).limit(14).asDoubleStream().toArray();

  private final String text;
  private final MetricKind kind;
  private final String unit;
  private final String meaning;
  private final List<String> labels;

  Metric(String text, MetricKind kind, String unit, String meaning, String... labels) {
    this.text = text;
    this.kind = kind;
    this.unit = unit;
    this.meaning = meaning;
    this.labels = List.of(labels);
  }

  /** The name in Micrometer, which determines the name in Prometheus. */
  public String text() {
    return text;
  }

  public MetricKind kind() {
    return kind;
  }

  /** What is counted or measured. */
  public String unit() {
    return unit;
  }

  public String meaning() {
    return meaning;
  }

  public List<String> labels() {
    return labels;
  }

  /** The counter with these values of the labels. */
  public Counter counter(MeterRegistry registry, String... values) {
    return Counter.builder(of(MetricKind.COUNTER))
        .description(meaning)
        .tags(tags(values))
        .register(registry);
  }

  /** The timer with these values of the labels, as a histogram. */
  public Timer timer(MeterRegistry registry, String... values) {
    return Timer.builder(of(MetricKind.TIMER))
        .description(meaning)
        .tags(tags(values))
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  /** The summary with these values of the labels, as a histogram of amounts. */
  public DistributionSummary summary(MeterRegistry registry, String... values) {
    return DistributionSummary.builder(of(MetricKind.SUMMARY))
        .description(meaning)
        .tags(tags(values))
        .serviceLevelObjectives(AMOUNTS)
        .register(registry);
  }

  /** Registers a gauge that shows the supplier's value. */
  public void gauge(MeterRegistry registry, Supplier<Number> value, String... values) {
    Gauge.builder(of(MetricKind.GAUGE), value)
        .description(meaning)
        .baseUnit(baseUnit())
        .tags(tags(values))
        .register(registry);
  }

  /** A gauge whose rows come and go, each with its values of the labels. */
  public MultiGauge gauges(MeterRegistry registry) {
    return MultiGauge.builder(of(MetricKind.GAUGE))
        .description(meaning)
        .baseUnit(baseUnit())
        .register(registry);
  }

  private String of(MetricKind wanted) {
    if (kind != wanted) {
      throw new IllegalStateException("%s is a %s".formatted(text, kind));
    }
    return text;
  }

  /** Micrometer appends it to the name, which is intended only for units of time. */
  private @Nullable String baseUnit() {
    return unit.equals("seconds") ? unit : null;
  }

  /** The labels with these values. */
  public Tags tags(String... values) {
    if (values.length != labels.size()) {
      throw new IllegalArgumentException("%s has the labels %s".formatted(text, labels));
    }
    Tags tags = Tags.empty();
    for (int i = 0; i < values.length; i++) {
      tags = tags.and(labels.get(i), values[i]);
    }
    return tags;
  }
}
