package dev.errand.broker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.errand.rig.wire.TcpProxy;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The contract of every broker. Each adapter runs it against a real broker behind a proxy. */
public abstract class HintBrokerConformanceTest {

  protected static final String POOL = "default";
  protected static final String OTHER_POOL = "gpu";
  protected static final Duration OUTAGE = Duration.ofSeconds(10);
  protected static final Duration RETURN = Duration.ofSeconds(20);

  /** A new publisher that reaches the broker through the proxy, closed after the test. */
  protected abstract HintPublisher publisher();

  /** A new source that reaches the broker through the proxy, stopped after the test. */
  protected abstract HintSource source();

  /** The proxy in front of the broker. */
  protected abstract TcpProxy proxy();

  /** Whether the broker stores hints until a source acknowledges them. */
  protected abstract boolean keepsHints();

  @Test
  void everyHintReachesASourceOfItsPool() {
    HeardHints one = hear(POOL, 100);
    HeardHints two = hear(POOL, 100);
    List<Hint> hints = hints(500);
    publisher().publish(POOL, hints);
    await().until(() -> union(one, two).equals(Set.copyOf(hints)));
  }

  @Test
  void aHintArrivesWithItsNumberOfJobs() {
    HeardHints heard = hear(POOL, 100);
    List<Hint> hints = List.of(new Hint("lane", UUID.randomUUID(), Hint.MOST_JOBS));
    publisher().publish(POOL, hints);
    await().until(() -> heard.hints().equals(hints));
  }

  @Test
  void hintsOfAnotherPoolStayThere() {
    HeardHints ours = hear(POOL, 100);
    HeardHints theirs = hear(OTHER_POOL, 100);
    HintPublisher publisher = publisher();
    List<Hint> hints = hints(3);
    publisher.publish(OTHER_POOL, hints);
    List<Hint> last = hints(1);
    publisher.publish(POOL, last);
    await().until(() -> ours.hints().equals(last));
    await().until(() -> Set.copyOf(theirs.hints()).equals(Set.copyOf(hints)));
  }

  @Test
  void anEmptyPublicationNeedsNoBroker() {
    HintPublisher publisher = publisher();
    proxy().refuse();
    publisher.publish(POOL, List.of());
  }

  @Test
  void manyThreadsMayPublishConcurrently() throws InterruptedException {
    HeardHints heard = hear(POOL, 1000);
    HintPublisher publisher = publisher();
    List<List<Hint>> batches = Stream.generate(() -> hints(20)).limit(50).toList();
    List<Thread> threads =
        batches.stream()
            .map(batch -> Thread.startVirtualThread(() -> publishInTheEnd(publisher, batch)))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    Set<Hint> all = new HashSet<>();
    batches.forEach(all::addAll);
    await().atMost(RETURN).until(() -> union(heard).equals(all));
  }

  /** On a busy machine some wait longer for the broker than they may. */
  private static void publishInTheEnd(HintPublisher publisher, List<Hint> hints) {
    await().atMost(RETURN).ignoreExceptions().until(() -> publishes(publisher, hints));
  }

  @Test
  void whileTheBrokerIsDownPublishingFailsSoonAndWorksAgainAfter() {
    HeardHints heard = hear(POOL, 100);
    HintPublisher publisher = publisher();
    publisher.publish(POOL, hints(1));
    proxy().refuse();
    assertTimeout(
        OUTAGE,
        () ->
            assertThrows(
                BrokerUnavailableException.class, () -> publisher.publish(POOL, hints(1))));
    await().until(() -> !publisher.connected());
    proxy().restore();
    List<Hint> hints = hints(5);
    await().atMost(RETURN).until(() -> heard.source().connected());
    await().atMost(RETURN).ignoreExceptions().until(() -> publishes(publisher, hints));
    await().atMost(RETURN).until(() -> union(heard).containsAll(hints));
    assertEquals(true, publisher.connected());
  }

  @Test
  void aPublisherMadeWhileTheBrokerIsDownWorksAfterItsReturn() {
    proxy().refuse();
    HintPublisher publisher = publisher();
    assertTimeout(
        OUTAGE,
        () ->
            assertThrows(
                BrokerUnavailableException.class, () -> publisher.publish(POOL, hints(1))));
    proxy().restore();
    await().atMost(RETURN).ignoreExceptions().until(() -> publishes(publisher, hints(1)));
  }

  @Test
  void aSourceMadeWhileTheBrokerIsDownHearsAfterItsReturn() {
    proxy().refuse();
    HeardHints heard = hearLater(POOL, 100);
    assertFalse(heard.source().connected());
    proxy().restore();
    await().atMost(RETURN).until(() -> heard.source().connected());
    List<Hint> hints = hints(5);
    HintPublisher publisher = publisher();
    await().atMost(RETURN).ignoreExceptions().until(() -> publishes(publisher, hints));
    await().until(() -> union(heard).containsAll(hints));
  }

  @Test
  void bothSidesReconnectAfterRepeatedCuts() {
    HeardHints heard = hear(POOL, 100);
    HintPublisher publisher = publisher();
    for (int round = 0; round < 3; round++) {
      proxy().cut();
      List<Hint> hints = hints(5);
      // A broker that does not store hints loses those that are sent before the source is back.
      await().atMost(RETURN).until(() -> heard.source().connected());
      await()
          .atMost(RETURN)
          .pollInterval(Duration.ofMillis(500))
          .ignoreExceptions()
          .until(() -> publishes(publisher, hints) && union(heard).containsAll(hints));
    }
  }

  @Test
  void afterStopNothingIsDelivered() {
    HeardHints stopped = hear(POOL, 100);
    HeardHints other = hear(POOL, 100);
    stopped.source().stop();
    stopped.source().stop();
    List<Hint> hints = hints(5);
    publisher().publish(POOL, hints);
    await().until(() -> union(other).containsAll(hints));
    assertEquals(List.of(), stopped.hints());
    assertFalse(stopped.source().connected());
  }

  @Test
  void aBrokerSaysHowManyMessagesWaitExactlyIfItKeepsThem() {
    HintPublisher publisher = publisher();
    publisher.publish(POOL, hints(6));
    publisher.publish(POOL, List.of(new Hint("lane", UUID.randomUUID(), 3)));
    OptionalLong expected = keepsHints() ? OptionalLong.of(7) : OptionalLong.empty();
    await().until(() -> publisher.waiting(POOL).equals(expected));
  }

  protected HeardHints hear(String pool, int prefetch) {
    HeardHints heard = hearLater(pool, prefetch);
    await().atMost(RETURN).until(() -> heard.source().connected());
    return heard;
  }

  private HeardHints hearLater(String pool, int prefetch) {
    HeardHints heard = new HeardHints(source());
    heard.source().consume(pool, prefetch, heard::acknowledge);
    return heard;
  }

  protected static boolean publishes(HintPublisher publisher, List<Hint> hints) {
    publisher.publish(POOL, hints);
    return true;
  }

  protected static Set<Hint> union(HeardHints... all) {
    Set<Hint> union = new HashSet<>();
    for (HeardHints heard : all) {
      union.addAll(heard.hints());
    }
    return union;
  }

  protected static List<Hint> hints(int count) {
    return Stream.generate(() -> new Hint("lane", UUID.randomUUID())).limit(count).toList();
  }
}
