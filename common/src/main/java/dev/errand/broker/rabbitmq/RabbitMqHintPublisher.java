package dev.errand.broker.rabbitmq;

import com.rabbitmq.client.ShutdownSignalException;
import dev.errand.broker.BrokerKind;
import dev.errand.broker.BrokerState;
import dev.errand.broker.BrokerUnavailableException;
import dev.errand.broker.Hint;
import dev.errand.broker.HintJson;
import dev.errand.broker.HintMetrics;
import dev.errand.broker.HintPublisher;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * Publishes hints with confirms, many in flight at a time. While the connection is down it refuses
 * at once, and keeps nothing for later.
 */
final class RabbitMqHintPublisher implements HintPublisher {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final PublisherLink link;
  private final RabbitMqQueues queues;
  private final HintJson json;
  private final HintMetrics.Published published;

  RabbitMqHintPublisher(
      PublisherLink link, RabbitMqQueues queues, HintJson json, HintMetrics metrics) {
    this.link = link;
    this.queues = queues;
    this.json = json;
    this.published = metrics.published(BrokerKind.RABBITMQ);
    metrics.use("publish", this::state);
  }

  @Override
  public void publish(String pool, List<Hint> hints) {
    if (hints.isEmpty()) {
      return;
    }
    List<byte[]> bodies = hints.stream().map(json::write).toList();
    try {
      channel().publish(queues.name(pool), bodies, PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerUnavailableException("interrupted while publishing hints", e);
    }
    published.add(hints);
  }

  @Override
  public OptionalLong waiting(String pool) {
    try {
      return OptionalLong.of(channel().waiting(queues.name(pool)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerUnavailableException("interrupted while asking RabbitMQ", e);
    } catch (IOException | ShutdownSignalException e) {
      throw new BrokerUnavailableException("RabbitMQ does not say how many hints wait", e);
    }
  }

  @Override
  public BrokerState state() {
    return link.state();
  }

  @Override
  public void close() {
    link.close();
  }

  private ConfirmChannel channel() throws InterruptedException {
    return link.channel()
        .orElseThrow(() -> new BrokerUnavailableException("no connection to RabbitMQ"));
  }
}
