package dev.errand.testing;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/**
 * A real RabbitMQ for tests: the one at {@code ERRAND_RABBITMQ_URL}, or on this machine. Each user
 * has queues of its own, which are deleted in the end.
 *
 * <p>As a test resource: the argument {@code pools} (separated by commas, {@code default} unless
 * given) names the pools whose queues are to be deleted.
 */
public class RabbitMq implements QuarkusTestResourceLifecycleManager {

  private final String url =
      System.getenv().getOrDefault("ERRAND_RABBITMQ_URL", "amqp://guest:guest@localhost:5672/%2f");
  private final String queuePrefix = "errand.test." + UUID.randomUUID() + ".";
  private List<String> pools = List.of("default");

  /** Work on a channel. */
  @FunctionalInterface
  public interface Work<T> {
    T on(Channel channel) throws IOException;
  }

  public String url() {
    return url;
  }

  /** The queue of a pool. */
  public String queue(String pool) {
    return queuePrefix + pool;
  }

  /** Does something to the broker behind Errand's back. */
  public <T> T on(Work<T> work) {
    try (Connection connection = connect();
        Channel channel = connection.createChannel()) {
      return work.on(channel);
    } catch (IOException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void init(Map<String, String> arguments) {
    pools = List.of(arguments.getOrDefault("pools", "default").split(","));
  }

  @Override
  public Map<String, String> start() {
    try {
      connect().close();
    } catch (IOException | TimeoutException e) {
      throw new IllegalStateException(
          "no RabbitMQ answers at "
              + url.replaceAll("//.*@", "//")
              + "; run ./errand test, which starts one",
          e);
    }
    return Map.of(
        "errand.broker", "rabbitmq",
        "errand.rabbitmq.url", url,
        "errand.rabbitmq.queue-prefix", queuePrefix);
  }

  @Override
  public void stop() {
    delete(pools);
  }

  /** Deletes the queues of pools. */
  public void delete(List<String> ofPools) {
    for (String pool : ofPools) {
      on(channel -> channel.queueDelete(queue(pool)));
    }
  }

  private Connection connect() throws IOException, TimeoutException {
    ConnectionFactory factory = new ConnectionFactory();
    try {
      factory.setUri(url);
    } catch (URISyntaxException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    factory.setConnectionTimeout(5_000);
    factory.setAutomaticRecoveryEnabled(false);
    return factory.newConnection("errand tests");
  }
}
