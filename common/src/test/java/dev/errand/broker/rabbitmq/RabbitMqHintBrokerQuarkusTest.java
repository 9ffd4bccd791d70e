package dev.errand.broker.rabbitmq;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.broker.BrokerUnavailableException;
import dev.errand.broker.HeardHints;
import dev.errand.broker.Hint;
import dev.errand.broker.HintBrokerConformanceTest;
import dev.errand.broker.HintDelivery;
import dev.errand.broker.HintPublisher;
import dev.errand.broker.HintSource;
import dev.errand.broker.rabbitmq.endpoint.BrokerTls;
import dev.errand.broker.rabbitmq.endpoint.RabbitMqEndpoint;
import dev.errand.broker.rabbitmq.endpoint.RabbitMqUrl;
import dev.errand.rig.wire.TcpProxy;
import dev.errand.testing.EmbeddedDatabase;
import dev.errand.testing.RabbitMq;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedDatabase.class)
class RabbitMqHintBrokerQuarkusTest extends HintBrokerConformanceTest {

  private final RabbitMq rabbitMq = new RabbitMq();
  private final TcpProxy proxy = TcpProxy.inFrontOf(rabbitMq.url());
  private final RabbitMqQueues queues =
      new RabbitMqQueues(rabbitMq.start().get("errand.rabbitmq.queue-prefix"));
  private final List<RabbitMqHintPublisher> publishers = new ArrayList<>();
  private final List<String> pools = new ArrayList<>(List.of(POOL, OTHER_POOL));
  private final List<HintSource> sources = new ArrayList<>();

  @Inject RabbitMqBroker broker;
  @Inject MeterRegistry registry;
  @Inject Vertx vertx;

  @AfterEach
  void close() {
    sources.forEach(HintSource::stop);
    publishers.forEach(RabbitMqHintPublisher::close);
    proxy.close();
    rabbitMq.delete(pools);
  }

  @Override
  protected HintPublisher publisher() {
    RabbitMqHintPublisher publisher = broker.publisher(endpoint(), queues, List.of(POOL));
    publishers.add(publisher);
    return publisher;
  }

  @Override
  protected HintSource source() {
    HintSource source = broker.source(endpoint(), queues);
    sources.add(source);
    return source;
  }

  private RabbitMqEndpoint endpoint() {
    return new RabbitMqEndpoint(
        RabbitMqUrl.parse(proxy.url(rabbitMq.url())), BrokerTls.ofJvm(vertx));
  }

  @Override
  protected TcpProxy proxy() {
    return proxy;
  }

  @Override
  protected boolean keepsHints() {
    return true;
  }

  @Test
  void hintsWaitForTheFirstSource() {
    List<Hint> hints = hints(10);
    publisher().publish(POOL, hints);
    HeardHints heard = hear(POOL, 3);
    await().until(() -> union(heard).equals(Set.copyOf(hints)));
    await().until(() -> publisher().waiting(POOL).getAsLong() == 0);
  }

  @Test
  void noMoreThanThePrefetchAreUnacknowledged() {
    publisher().publish(POOL, hints(50));
    HeardHints heard = keep(7);
    await().until(() -> heard.hints().size() == 7);
    await().during(Duration.ofMillis(500)).until(() -> heard.hints().size() == 7);
    heard.deliveries().subList(0, 2).forEach(HintDelivery::acknowledge);
    await().until(() -> heard.hints().size() == 9);
    await().during(Duration.ofMillis(500)).until(() -> heard.hints().size() == 9);
  }

  @Test
  void thePrefetchHoldsAfterAReconnect() {
    HintPublisher publisher = publisher();
    publisher.publish(POOL, hints(50));
    HeardHints heard = keep(7);
    await().until(() -> heard.hints().size() == 7);
    proxy.cut();
    await().atMost(RETURN).until(() -> heard.hints().size() == 14);
    await().during(Duration.ofMillis(500)).until(() -> heard.hints().size() == 14);
    assertEquals(43, publisher().waiting(POOL).getAsLong());
  }

  @Test
  void unacknowledgedHintsOfAStoppedSourceGoToAnother() {
    List<Hint> hints = hints(10);
    publisher().publish(POOL, hints);
    HeardHints first = keep(10);
    await().until(() -> first.hints().size() == 10);
    first.deliveries().subList(0, 4).forEach(HintDelivery::acknowledge);
    first.source().stop();
    HeardHints second = hear(POOL, 10);
    Set<Hint> rest = new HashSet<>(first.hints().subList(4, 10));
    await().until(() -> union(second).equals(rest));
    await().during(Duration.ofMillis(500)).until(() -> second.hints().size() == 6);
  }

  @Test
  void acknowledgingTwiceOrAfterAReconnectDoesNothing() {
    HintPublisher publisher = publisher();
    publisher.publish(POOL, hints(20));
    HeardHints heard = keep(5);
    await().until(() -> heard.hints().size() == 5);
    List<HintDelivery> old = List.copyOf(heard.deliveries());
    old.getFirst().acknowledge();
    old.getFirst().acknowledge();
    await().until(() -> heard.hints().size() == 6);
    proxy.cut();
    await().atMost(RETURN).until(() -> heard.hints().size() == 11);
    old.forEach(HintDelivery::acknowledge);
    await().during(Duration.ofSeconds(2)).until(() -> heard.hints().size() == 11);
    assertTrue(heard.source().connected());
    heard.deliveries().getLast().acknowledge();
    await().until(() -> heard.hints().size() == 12);
  }

  @Test
  void acknowledgementsInAnyOrderReachTheBrokerAndCoverNoOtherDelivery() {
    publisher().publish(POOL, hints(200));
    HeardHints heard = keep(200);
    await().until(() -> heard.hints().size() == 200);
    List<HintDelivery> shuffled = new ArrayList<>(heard.deliveries());
    Collections.shuffle(shuffled);
    shuffled.subList(0, 150).forEach(HintDelivery::acknowledge);
    heard.source().stop();
    HeardHints rest = hear(POOL, 200);
    List<Hint> kept = shuffled.stream().skip(150).map(HintDelivery::hint).toList();
    await().until(() -> union(rest).equals(Set.copyOf(kept)));
    await().during(Duration.ofMillis(500)).until(() -> rest.hints().size() == 50);
  }

  @Test
  void aMessageThatIsNotAHintIsCountedAndDropped() {
    HeardHints heard = hear(POOL, 1);
    double before = registry.get("errand.hints.invalid").counter().count();
    for (String nonsense : List.of("no json", "null", "{}", "{\"lane\":\"x\",\"job\":\"y\"}")) {
      rabbitMq.on(
          channel -> {
            channel.basicPublish(
                "", queues.name(POOL), null, nonsense.getBytes(StandardCharsets.UTF_8));
            return channel;
          });
    }
    List<Hint> hints = hints(1);
    publisher().publish(POOL, hints);
    await().until(() -> heard.hints().equals(hints));
    assertEquals(4, registry.get("errand.hints.invalid").counter().count() - before);
  }

  @Test
  void aReceiverThatThrowsDoesNotEndTheConsumption() {
    HeardHints heard = new HeardHints(source());
    heard
        .source()
        .consume(
            POOL,
            2,
            delivery -> {
              heard.keep(delivery);
              throw new IllegalStateException("expected in this test");
            });
    publisher().publish(POOL, hints(10));
    await().until(() -> heard.hints().size() == 10);
  }

  @Test
  void aQueueDeletedWhileConsumedIsDeclaredAgain() {
    HeardHints heard = hear(POOL, 10);
    HintPublisher publisher = publisher();
    publisher.publish(POOL, hints(1));
    await().until(() -> heard.hints().size() == 1);
    rabbitMq.on(channel -> channel.queueDelete(queues.name(POOL)));
    List<Hint> hints = hints(3);
    await()
        .atMost(RETURN)
        .ignoreExceptions()
        .until(() -> publishes(publisher, hints) && heard.hints().size() >= 4);
    await().atMost(RETURN).until(() -> union(heard).containsAll(hints));
  }

  @Test
  void aHintForADeletedQueueFailsAndTheNextOneSucceeds() {
    HintPublisher publisher = publisher();
    publisher.publish(POOL, hints(1));
    rabbitMq.on(channel -> channel.queueDelete(queues.name(POOL)));
    assertThrows(BrokerUnavailableException.class, () -> publisher.publish(POOL, hints(1)));
    publisher.publish(POOL, hints(2));
    await().until(() -> publisher.waiting(POOL).getAsLong() == 2);
  }

  /**
   * RabbitMQ rejects messages between another client's declaration and the election of a leader.
   */
  @Test
  void aHintIsAcceptedWhileAnotherClientDeclaresItsQueue() {
    HintPublisher publisher = publisher();
    publisher.publish(POOL, hints(1));
    for (int round = 0; round < 40; round++) {
      String pool = "declared-by-two-" + round;
      pools.add(pool);
      source().consume(pool, 1, HintDelivery::acknowledge);
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(250 * round));
      publisher.publish(pool, hints(1));
    }
  }

  @Test
  void aPurgedQueueContinues() {
    HintPublisher publisher = publisher();
    publisher.publish(POOL, hints(30));
    HeardHints heard = keep(5);
    await().until(() -> heard.hints().size() == 5);
    rabbitMq.on(channel -> channel.queuePurge(queues.name(POOL)));
    heard.deliveries().forEach(HintDelivery::acknowledge);
    List<Hint> hints = hints(5);
    publisher.publish(POOL, hints);
    await().until(() -> union(heard).containsAll(hints));
  }

  @Test
  void anUnresponsiveBrokerIsDetectedAndPublishingFailsMeanwhile() {
    HeardHints heard = hear(POOL, 10);
    HintPublisher publisher = publisher();
    publisher.publish(POOL, hints(1));
    proxy.freeze();
    assertTimeout(
        OUTAGE,
        () ->
            assertThrows(
                BrokerUnavailableException.class, () -> publisher.publish(POOL, hints(2000))));
    await().atMost(Duration.ofSeconds(40)).until(() -> !publisher.connected());
    await().atMost(Duration.ofSeconds(40)).until(() -> !heard.source().connected());
    proxy.restore();
    List<Hint> hints = hints(5);
    await().atMost(RETURN).ignoreExceptions().until(() -> publishes(publisher, hints));
    await().atMost(RETURN).until(() -> union(heard).containsAll(hints));
  }

  @Test
  void aBlockedConnectionDelaysItsCallerForOnlySecondsAndIsReplaced() {
    HintPublisher publisher = publisher();
    publisher.publish(POOL, hints(1));
    proxy.freeze();
    // More than the buffers of all sockets can hold.
    String lane = "x".repeat(50_000);
    List<Hint> more =
        Stream.generate(() -> new Hint(lane, UUID.randomUUID())).limit(1_000).toList();
    assertTimeout(
        OUTAGE.multipliedBy(2),
        () -> assertThrows(BrokerUnavailableException.class, () -> publisher.publish(POOL, more)));
    await().until(() -> !publisher.connected());
    proxy.restore();
    await().atMost(RETURN).ignoreExceptions().until(() -> publishes(publisher, hints(5)));
  }

  @Test
  void aSourceReportsTheQueueLengthAndContinuesConsuming() {
    HeardHints heard = keep(3);
    HintPublisher publisher = publisher();
    publisher.publish(POOL, hints(10));
    await().until(() -> heard.source().waiting().orElse(-1) == 7);
    await().during(Duration.ofMillis(300)).until(() -> heard.source().connected());
    heard.deliveries().forEach(HintDelivery::acknowledge);
    await().until(() -> heard.hints().size() == 6);
    await().until(() -> heard.source().waiting().orElse(-1) == 4);
  }

  @Test
  void aSourceThatSubscribesAgainReceivesUnacknowledgedHintsAgain() {
    HeardHints heard = keep(3);
    publisher().publish(POOL, hints(5));
    await().until(() -> heard.hints().size() == 3);
    heard.source().consumeAnew();
    await().atMost(RETURN).until(() -> heard.hints().size() == 6);
    heard.deliveries().forEach(HintDelivery::acknowledge);
    await().until(() -> union(heard).size() == 5);
  }

  private HeardHints keep(int prefetch) {
    HeardHints heard = new HeardHints(source());
    heard.source().consume(POOL, prefetch, heard::keep);
    return heard;
  }
}
