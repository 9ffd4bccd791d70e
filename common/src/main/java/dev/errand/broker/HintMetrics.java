package dev.errand.broker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.BooleanSupplier;

/** Counts hints, and shows whether the broker can be reached. */
@ApplicationScoped
class HintMetrics {

  private final MeterRegistry registry;
  private final Counter received;
  private final Counter invalid;

  @Inject
  HintMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.received =
        Counter.builder("errand.hints.received")
            .description("Hints that came from the broker")
            .register(registry);
    this.invalid =
        Counter.builder("errand.hints.invalid")
            .description("Messages from the broker that were no hints")
            .register(registry);
  }

  /** The counter of the hints that a broker has taken. */
  Counter published(BrokerKind broker) {
    return Counter.builder("errand.hints.published")
        .description("Hints that the broker has taken")
        .tag("broker", broker.text())
        .register(registry);
  }

  /** Shows whether the broker can be reached, to publish or to consume. */
  void connected(String side, BooleanSupplier connected) {
    Gauge.builder("errand.broker.connected", () -> connected.getAsBoolean() ? 1 : 0)
        .description("Whether the broker can be reached: 1 or 0")
        .tag("side", side)
        .register(registry);
  }

  void received() {
    received.increment();
  }

  void invalid() {
    invalid.increment();
  }
}
