package dev.errand.testing;

import dev.errand.rig.RabbitMqAccess;
import dev.errand.rig.RabbitMqAccess.Work;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.List;
import java.util.Map;
import java.util.UUID;

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

  public String url() {
    return url;
  }

  /** The queue of a pool. */
  public String queue(String pool) {
    return queuePrefix + pool;
  }

  /** Does something to the broker behind Errand's back. */
  public <T> T on(Work<T> work) {
    return new RabbitMqAccess(url).on(work);
  }

  @Override
  public void init(Map<String, String> arguments) {
    pools = List.of(arguments.getOrDefault("pools", "default").split(","));
  }

  @Override
  public Map<String, String> start() {
    if (!new RabbitMqAccess(url).answers()) {
      throw new IllegalStateException(
          "no RabbitMQ answers at "
              + url.replaceAll("//.*@", "//")
              + "; run ./errand test, which starts one");
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
}
