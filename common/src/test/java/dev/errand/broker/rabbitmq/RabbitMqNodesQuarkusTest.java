package dev.errand.broker.rabbitmq;

import static org.awaitility.Awaitility.await;

import dev.errand.broker.BrokerUnavailableException;
import dev.errand.broker.HeardHints;
import dev.errand.broker.Hint;
import dev.errand.broker.rabbitmq.endpoint.BrokerTls;
import dev.errand.broker.rabbitmq.endpoint.RabbitMqEndpoint;
import dev.errand.broker.rabbitmq.endpoint.RabbitMqUrl;
import dev.errand.rig.FreePorts;
import dev.errand.rig.wire.TcpProxy;
import dev.errand.testing.EmbeddedDatabase;
import dev.errand.testing.RabbitMq;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Several addresses, like the nodes of a cluster: one on which nothing listens, and two that may
 * fail.
 */
@QuarkusTest
@WithTestResource(EmbeddedDatabase.class)
class RabbitMqNodesQuarkusTest {

  private static final String POOL = "default";
  private static final Duration FAILOVER = Duration.ofSeconds(60);

  private final RabbitMq rabbitMq = new RabbitMq();
  private final TcpProxy one = TcpProxy.inFrontOf(rabbitMq.url());
  private final TcpProxy other = TcpProxy.inFrontOf(rabbitMq.url());
  private final int dead = FreePorts.next();
  private RabbitMqHintPublisher publisher;
  private HeardHints heard;

  @Inject RabbitMqBroker broker;
  @Inject Vertx vertx;

  @BeforeEach
  void connect() {
    RabbitMqQueues queues =
        new RabbitMqQueues(rabbitMq.start().get("errand.rabbitmq.queue-prefix"));
    publisher = broker.publisher(endpoint(), queues, List.of(POOL));
    heard = new HeardHints(broker.source(endpoint(), queues));
    heard.source().consume(POOL, 10, heard::acknowledge);
  }

  @AfterEach
  void close() {
    heard.source().stop();
    publisher.close();
    one.close();
    other.close();
    rabbitMq.stop();
  }

  private RabbitMqEndpoint endpoint() {
    String url =
        one.url(rabbitMq.url())
            .replace(
                "localhost:" + one.port(),
                "localhost:%d,localhost:%d,localhost:%d".formatted(dead, one.port(), other.port()));
    return new RabbitMqEndpoint(RabbitMqUrl.parse(url), BrokerTls.ofJvm(vertx));
  }

  @Test
  void aDeadNodeAmongThemDoesNotMatter() {
    assertHintsPass();
  }

  @Test
  void ifANodeFailsAnotherIsUsed() {
    assertHintsPass();
    one.refuse();
    assertHintsPass();
    one.restore();
    other.refuse();
    assertHintsPass();
  }

  @Test
  void anUnresponsiveNodeIsAbandonedForAnother() {
    assertHintsPass();
    one.freeze();
    assertHintsPass();
  }

  @Test
  void afterAllWereUnreachableAnyOneOfThemIsUsed() {
    one.refuse();
    other.refuse();
    await().atMost(FAILOVER).until(() -> !publisher.connected() && !heard.source().connected());
    // At first the trouble is the lost connection; the next attempt finds no server.
    await()
        .atMost(FAILOVER)
        .until(
            () -> publisher.state().trouble().orElse("").startsWith("nothing is listening there"));
    other.restore();
    assertHintsPass();
  }

  private void assertHintsPass() {
    Hint hint = new Hint("lane", UUID.randomUUID());
    await()
        .atMost(FAILOVER)
        .pollInterval(Duration.ofMillis(500))
        .ignoreException(BrokerUnavailableException.class)
        .until(
            () -> {
              publisher.publish(POOL, List.of(hint));
              return true;
            });
    await().atMost(FAILOVER).until(() -> heard.hints().contains(hint));
  }
}
