package dev.errand.api.hints;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.config.ApiConfig;
import dev.errand.api.testing.TestConfig;
import dev.errand.broker.BrokerState;
import dev.errand.broker.BrokerUnavailableException;
import dev.errand.broker.Hint;
import dev.errand.broker.HintPublisher;
import dev.errand.lane.Lanes;
import dev.errand.lane.LanesConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfig;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HintQueueTest {

  private final Broker broker = new Broker();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final HintQueue queue = queue();

  @AfterEach
  void close() throws InterruptedException {
    broker.open.countDown();
    queue.close();
  }

  @Test
  void hintsGoToThePoolsOfTheirLanes() {
    broker.open.countDown();
    queue.publish(List.of(hint("fast"), hint("slow"), hint("fast"), hint("gone")));
    await().until(() -> broker.count("quick") == 2 && broker.count("default") == 1);
    assertEquals(0, dropped());
  }

  @Test
  void hintsThatWaitTogetherShareAMessage() {
    List<Hint> hints = Stream.generate(() -> hint("fast")).limit(8).toList();
    queue.publish(hints);
    broker.open.countDown();
    await().until(() -> broker.count("quick") == 8);
    assertTrue(broker.taken.get("quick").size() <= 3, () -> "messages: " + broker.taken);
  }

  @Test
  void roomIsCountedInJobsAndTheRestIsWithheld() {
    broker.open.countDown();
    queue.allow("quick", 5);
    queue.publish(Stream.generate(() -> hint("fast")).limit(8).toList());
    queue.publish(List.of(hint("slow")));
    await().until(() -> broker.count("default") == 1);
    assertEquals(5, broker.count("quick"));
    assertEquals(3, meters.get("errand.hints.withheld").counter().count());
  }

  @Test
  void handingOverNeverWaitsForTheBroker() {
    // The broker hangs: at most five jobs' hints are in flight, ten wait, the rest is dropped.
    queue.publish(Collections.nCopies(100, hint("fast")));
    assertTrue(dropped() >= 85, () -> "dropped: " + dropped());
    broker.open.countDown();
    await().until(() -> broker.count("quick") + dropped() == 100);
  }

  @Test
  void aBrokerThatFailsCostsOnlyTheHints() {
    broker.open.countDown();
    broker.failures.add(new BrokerUnavailableException("away", null));
    broker.failures.add(new IllegalStateException("a defect"));
    queue.publish(List.of(hint("fast")));
    await().until(() -> dropped() == 1);
    queue.publish(List.of(hint("fast")));
    await().until(() -> dropped() == 2);
    queue.publish(List.of(hint("fast")));
    await().until(() -> broker.count("quick") == 1);
  }

  private double dropped() {
    return meters.get("errand.hints.dropped").counter().count();
  }

  private static Hint hint(String lane) {
    return new Hint(lane, UUID.randomUUID());
  }

  private HintQueue queue() {
    SmallRyeConfig config =
        TestConfig.with(
            Map.of(
                "errand.lanes.fast.models", "f*",
                "errand.lanes.fast.pool", "quick",
                "errand.lanes.slow.models", "s*",
                "errand.api.hints.queue", "10",
                "errand.api.hints.batch", "5"));
    return new HintQueue(
        broker,
        new Lanes(config.getConfigMapping(LanesConfig.class)),
        config.getConfigMapping(ApiConfig.class),
        meters);
  }

  /** Accepts messages once it is open, and fails as configured. */
  private static final class Broker implements HintPublisher {
    final CountDownLatch open = new CountDownLatch(1);
    final BlockingQueue<RuntimeException> failures = new LinkedBlockingQueue<>();
    final Map<String, List<Hint>> taken = new ConcurrentHashMap<>();

    @Override
    public void publish(String pool, List<Hint> hints) {
      awaitOpening();
      RuntimeException failure = failures.poll();
      if (failure != null) {
        throw failure;
      }
      taken.computeIfAbsent(pool, p -> new CopyOnWriteArrayList<>()).addAll(hints);
    }

    private void awaitOpening() {
      try {
        open.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    int count(String pool) {
      return Hint.jobs(taken.getOrDefault(pool, List.of()));
    }

    @Override
    public OptionalLong waiting(String pool) {
      return OptionalLong.empty();
    }

    @Override
    public BrokerState state() {
      return BrokerState.of(true);
    }
  }
}
