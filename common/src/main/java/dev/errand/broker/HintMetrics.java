package dev.errand.broker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Counts hints, and shows whether the broker can be reached. What is called hints counts the jobs
 * that they tell of, so that it compares with counts of jobs; messages are counted beside it.
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
    this.received =
        Counter.builder("errand.hints.received")
            .description("Jobs that the broker's messages told of")
            .register(registry);
    this.messages =
        Counter.builder("errand.hints.messages.received")
            .description("Messages with hints that came from the broker")
            .register(registry);
    this.invalid =
        Counter.builder("errand.hints.invalid")
            .description("Messages from the broker that were no hints")
            .register(registry);
  }

  /** The counts of what one broker has taken. */
  public Published published(BrokerKind broker) {
    return new Published(
        Counter.builder("errand.hints.published")
            .description("Jobs that the broker was told of")
            .tag("broker", broker.text())
            .register(registry),
        Counter.builder("errand.hints.messages.published")
            .description("Messages with hints that the broker has taken")
            .tag("broker", broker.text())
            .register(registry));
  }

  /** The counts of what one broker has taken: jobs told of, and messages. */
  public record Published(Counter jobs, Counter messages) {
    public void add(List<Hint> hints) {
      jobs.increment(Hint.jobs(hints));
      messages.increment(hints.size());
    }
  }

  /** Shows whether one side uses the broker, to publish or to consume, and for how long not. */
  public void use(String side, Supplier<BrokerState> state) {
    connected(side, () -> state.get().connected());
    TimeGauge.builder(
            "errand.broker.unused", () -> state.get().unused().toMillis(), TimeUnit.MILLISECONDS)
        .description("For how long the broker has not been in use")
        .tag("side", side)
        .register(registry);
  }

  /** Shows whether the broker can be reached, to publish or to consume. */
  public void connected(String side, BooleanSupplier connected) {
    Gauge.builder("errand.broker.connected", () -> connected.getAsBoolean() ? 1 : 0)
        .description("Whether the broker can be reached: 1 or 0")
        .tag("side", side)
        .register(registry);
  }

  public void received(Hint hint) {
    received.increment(hint.jobs());
    messages.increment();
  }

  public void invalid() {
    invalid.increment();
  }
}
