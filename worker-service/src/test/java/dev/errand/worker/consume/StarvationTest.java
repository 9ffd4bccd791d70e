package dev.errand.worker.consume;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.broker.BrokerState;
import dev.errand.broker.HintDelivery;
import dev.errand.broker.HintSource;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With a fake broker, because no real one can be made to starve a consumer. */
class StarvationTest {

  private static final Duration LIMIT = Duration.ofMillis(120);
  private static final Duration LONG = LIMIT.multipliedBy(4);

  private final AtomicLong messages = new AtomicLong();
  private final AtomicInteger consumedAnew = new AtomicInteger();
  private volatile OptionalLong waiting = OptionalLong.of(5);
  private volatile boolean room = true;

  /** Whether a message has arrived at each check. */
  private volatile boolean fed;

  private volatile boolean outageFollows;
  private volatile boolean hopelessWhenConsumedAnew;
  private final Starvation starvation =
      new Starvation(
          () -> fed ? messages.incrementAndGet() : messages.get(), () -> room, new Broker(), LIMIT);

  @AfterEach
  void stop() {
    starvation.stop();
  }

  @Test
  void itFirstSubscribesAgainAndThenGivesUp() {
    starvation.start();

    await().until(starvation::isHopeless);
    assertEquals(1, consumedAnew.get());
    assertFalse(hopelessWhenConsumedAnew);
  }

  @Test
  void aMessageThatArrivesEndsIt() {
    starvation.start();
    await().until(starvation::isHopeless);
    assertTrue(starvation.isSerious());

    fed = true;
    await().until(() -> !starvation.isSerious() && !starvation.isHopeless());

    fed = false;
    await().until(() -> consumedAnew.get() == 2);
  }

  @Test
  void thereIsNoneWithoutFreeSlots() {
    room = false;
    assertFed();
  }

  @Test
  void thereIsNoneWithoutQueuedMessages() {
    waiting = OptionalLong.of(0);
    assertFed();
  }

  @Test
  void anOutageOfTheBrokerIsNone() {
    waiting = OptionalLong.empty();
    assertFed();
  }

  @Test
  void anOutageInTheMiddleNeitherEndsNorProlongsIt() {
    outageFollows = true;
    starvation.start();
    await().until(starvation::isSerious);

    await().during(LONG).until(() -> starvation.isSerious() && !starvation.isHopeless());
    waiting = OptionalLong.of(5);

    await().until(starvation::isHopeless);
  }

  private void assertFed() {
    starvation.start();
    await().during(LONG).until(() -> !starvation.isSerious());
    assertTrue(consumedAnew.get() == 0);
  }

  private final class Broker implements HintSource {

    @Override
    public void consume(String pool, int prefetch, Consumer<HintDelivery> receiver) {}

    @Override
    public void stop() {}

    @Override
    public BrokerState state() {
      return BrokerState.of(true);
    }

    @Override
    public OptionalLong waiting() {
      return waiting;
    }

    @Override
    public void consumeAnew() {
      hopelessWhenConsumedAnew = starvation.isHopeless();
      consumedAnew.incrementAndGet();
      if (outageFollows) {
        waiting = OptionalLong.empty();
      }
    }
  }
}
