package dev.errand.broker;

import dev.errand.telemetry.Metric;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Counts hints and shows whether the broker is in use. Metrics named hints count the jobs that
 * hints stand for, so they can be compared with counts of jobs; messages are counted separately.
 */
@ApplicationScoped
public class HintMetrics {

  private final MeterRegistry registry;
  private final Counter received;
  private final Counter messages;
  private final Counter invalid;

  @Inject
  public HintMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.received = Metric.HINTS_RECEIVED.counter(registry);
    this.messages = Metric.HINTS_MESSAGES_RECEIVED.counter(registry);
    this.invalid = Metric.HINTS_INVALID.counter(registry);
  }

  /** The counters of what a broker has accepted. */
  public Published published(BrokerKind broker) {
    return new Published(
        Metric.HINTS_PUBLISHED.counter(registry, broker.text()),
        Metric.HINTS_MESSAGES_PUBLISHED.counter(registry, broker.text()));
  }

  /** The counters of what a broker has accepted: jobs and messages. */
  public record Published(Counter jobs, Counter messages) {
    public void add(List<Hint> hints) {
      jobs.increment(Hint.jobs(hints));
      messages.increment(hints.size());
    }
  }

  /**
   * Shows whether the broker is used to publish or to consume, and for how long it has not been.
   */
  public void use(String side, Supplier<BrokerState> state) {
    connected(side, () -> state.get().connected());
    Metric.BROKER_UNUSED.gauge(registry, () -> state.get().unused().toMillis() / 1000.0, side);
  }

  /** Shows whether the broker can be reached to publish or to consume. */
  public void connected(String side, BooleanSupplier connected) {
    Metric.BROKER_CONNECTED.gauge(registry, () -> connected.getAsBoolean() ? 1 : 0, side);
  }

  public void received(Hint hint) {
    received.increment(hint.jobs());
    messages.increment();
  }

  public void invalid() {
    invalid.increment();
  }
}
