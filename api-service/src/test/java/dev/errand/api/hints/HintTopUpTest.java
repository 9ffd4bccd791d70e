package dev.errand.api.hints;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.errand.api.config.ApiConfig;
import dev.errand.api.testing.TestConfig;
import dev.errand.broker.BrokerState;
import dev.errand.broker.BrokerUnavailableException;
import dev.errand.broker.Hint;
import dev.errand.broker.HintPublisher;
import dev.errand.lane.Lanes;
import dev.errand.lane.LanesConfig;
import dev.errand.testing.StoreFixture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfig;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class HintTopUpTest {

  private final StoreFixture store = new StoreFixture();
  private final Broker broker = new Broker();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final SmallRyeConfig config =
      TestConfig.with(
          Map.of("errand.lanes.default.models", "*", "errand.api.dispatch.window", "100"));
  private final Lanes lanes = new Lanes(config.getConfigMapping(LanesConfig.class));
  private final ApiConfig api = config.getConfigMapping(ApiConfig.class);
  private final HintQueue queue = new HintQueue(broker, lanes, api, meters);
  private final HintTopUp topUp = new HintTopUp(store.dispatch, lanes, broker, queue, meters, api);

  @Test
  void anEmptyQueueGetsHintsForEveryQueuedJobInFewMessages() {
    submit(50);

    topUp.run();

    await().until(() -> broker.told() == 50);
    assertTrue(broker.waiting.size() < 25, () -> "messages: " + broker.waiting);
  }

  @Test
  void roundsWithoutAConsumerAddNothing() {
    submit(50);
    topUp.run();
    await().until(() -> broker.told() == 50);

    topUp.run();
    topUp.run();

    assertEquals(50, meters.get("errand.hints.topped.up").counter().count());
  }

  @Test
  void aMessageCountsAsTheMaximumNumberOfJobs() {
    submit(50);
    broker.publish("default", List.of(hint(), hint()));

    topUp.run();

    await().until(() -> broker.told() == 2 + 50 - 2 * Hint.MOST_JOBS);
  }

  @Test
  void asMessagesForSingleJobsAreConsumedTheMissingHintsAreSent() {
    submit(50);
    for (int i = 0; i < 4; i++) {
      broker.publish("default", List.of(hint()));
    }
    topUp.run();
    assertEquals(4, broker.told());

    broker.waiting.clear();
    topUp.run();

    await().until(() -> broker.told() == 50);
  }

  @Test
  void theBrokerGetsHintsForNoMoreJobsThanTheWindow() {
    submit(150);

    topUp.run();
    await().until(() -> broker.told() == 100);
    topUp.run();
    queue.publish(List.of(hint()));

    await().until(() -> meters.get("errand.hints.withheld").counter().count() == 1);
    assertEquals(100, broker.told());
  }

  @Test
  void anUnavailableQueueDoesNotBlockHintsForOtherPools() {
    Lanes twoPools =
        new Lanes(
            TestConfig.with(
                    Map.of(
                        "errand.lanes.a.models", "a*",
                        "errand.lanes.a.pool", "broken",
                        "errand.lanes.default.models", "*"))
                .getConfigMapping(LanesConfig.class));
    HintQueue both = new HintQueue(broker, twoPools, api, meters);
    submit(50);

    assertThrows(
        BrokerUnavailableException.class,
        () -> new HintTopUp(store.dispatch, twoPools, broker, both, meters, api).run());

    await().until(() -> broker.told() == 50);
  }

  private void submit(int jobs) {
    for (int i = 0; i < jobs; i++) {
      store.submit();
    }
  }

  private static Hint hint() {
    return new Hint(StoreFixture.LANE, UUID.randomUUID());
  }

  /** Keeps its messages, like a queue without a consumer. */
  private static final class Broker implements HintPublisher {
    final List<Hint> waiting = new CopyOnWriteArrayList<>();

    @Override
    public void publish(String pool, List<Hint> hints) {
      waiting.addAll(hints);
    }

    @Override
    public OptionalLong waiting(String pool) {
      if (pool.equals("broken")) {
        throw new BrokerUnavailableException("expected in this test");
      }
      return OptionalLong.of(waiting.size());
    }

    @Override
    public BrokerState state() {
      return BrokerState.of(true);
    }

    int told() {
      return Hint.jobs(waiting);
    }
  }
}
