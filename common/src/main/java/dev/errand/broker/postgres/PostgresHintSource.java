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
 * Receives the hints of a pool. Every worker receives all of them, nothing needs to be
 * acknowledged, and hints sent during an outage are missed; workers also poll for jobs.
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

  /** Nothing to do: the notifications' connection is checked anyway. */
  @Override
  public void consumeAnew() {}
}
