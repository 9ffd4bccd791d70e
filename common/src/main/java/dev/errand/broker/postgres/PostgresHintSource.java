package dev.errand.broker.postgres;

import dev.errand.broker.BrokerState;
import dev.errand.broker.HintDelivery;
import dev.errand.broker.HintIntake;
import dev.errand.broker.HintJson;
import dev.errand.broker.HintMetrics;
import dev.errand.broker.HintSource;
import dev.errand.database.Notifications;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Hears the hints of a pool. Each worker hears all of them, nothing needs acknowledging, and what
 * is announced during an outage is missed: workers look for jobs every few seconds besides.
 */
final class PostgresHintSource implements HintSource {

  private static final Runnable NOTHING_TO_ACKNOWLEDGE = () -> {};

  private final Notifications notifications;
  private final HintJson json;
  private final HintMetrics metrics;
  private volatile boolean stopped;

  PostgresHintSource(Notifications notifications, HintJson json, HintMetrics metrics) {
    this.notifications = notifications;
    this.json = json;
    this.metrics = metrics;
  }

  @Override
  public void consume(String pool, int prefetch, Consumer<HintDelivery> receiver) {
    HintIntake intake = new HintIntake(json, metrics, receiver);
    metrics.connected("consume", this::connected);
    notifications.listen(
        PostgresChannel.of(pool),
        payload -> {
          if (!stopped) {
            intake.accept(payload.getBytes(StandardCharsets.UTF_8), NOTHING_TO_ACKNOWLEDGE);
          }
        });
  }

  @Override
  public void stop() {
    stopped = true;
  }

  @Override
  public BrokerState state() {
    return BrokerState.of(!stopped && notifications.connected());
  }

  @Override
  public OptionalLong waiting() {
    return OptionalLong.empty();
  }

  /** Nothing to do: notifications prove by themselves that they arrive. */
  @Override
  public void consumeAnew() {}
}
